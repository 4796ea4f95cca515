// A process of its own that opens the log of a folder to write, tells its parent what came of it, and stays.
// argv: compiled open.js, folder
import { pathToFileURL } from 'node:url';

const [, , module, folder] = process.argv;
const { openEmbeddedEventStore } = await import(pathToFileURL(module).href);
try {
  await openEmbeddedEventStore(folder);
  process.send({ opened: true });
} catch (error) {
  process.send({ opened: false, code: error.code, message: error.message });
  process.disconnect();
}
