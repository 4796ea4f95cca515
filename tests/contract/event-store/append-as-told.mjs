// A client in a process of its own: it appends every request that its parent sends, and tells it of each that was accepted.
// argv: compiled module, its function that opens the log, what that is called with (JSON)
import { pathToFileURL } from 'node:url';

const [, , module, open, argument] = process.argv;
const adapter = await import(pathToFileURL(module).href);
const store = await adapter[open](JSON.parse(argument));

process.on('message', async (request) => {
  await store.append(request);
  process.send({ accepted: request.command.id });
});
process.send({ opened: true });
