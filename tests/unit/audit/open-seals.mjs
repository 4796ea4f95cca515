// A process of its own that waits for a message, then opens a folder's seals and tells its parent what came of it.
// argv: compiled embedded-seals.js, folder
import { pathToFileURL } from 'node:url';

const [, , module, folder] = process.argv;
const { openEmbeddedSeals } = await import(pathToFileURL(module).href);
process.once('message', async () => {
  try {
    const seals = await openEmbeddedSeals(folder);
    process.send(await seals.extent());
    await seals.close();
  } catch (error) {
    process.send(error.message);
  }
  process.disconnect();
});
process.send('waiting');
