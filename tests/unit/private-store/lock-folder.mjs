// A process of its own that locks a private folder, tells its parent what came of it, and stays.
// argv: compiled folder-lock.js, folder, how
import { pathToFileURL } from 'node:url';

const [, , module, folder, how] = process.argv;
const { lockPrivateFolder } = await import(pathToFileURL(module).href);
try {
  lockPrivateFolder(folder, how);
  process.send('LOCKED');
  process.on('message', () => undefined);
} catch (error) {
  process.send(error.code);
  process.disconnect();
}
