// A process of its own that appends two events a command, many commands at once, and tells its parent of each answer.
// argv: compiled open.js, folder
import { randomUUID } from 'node:crypto';
import { pathToFileURL } from 'node:url';

const [, , module, folder] = process.argv;
const { openEmbeddedEventStore } = await import(pathToFileURL(module).href);
const store = await openEmbeddedEventStore(folder);
let commands = 0;

async function appendForever(client) {
  for (;;) {
    const command = { id: `c${++commands}`, fingerprint: 'f' };
    const event = () => ({
      id: randomUUID(),
      type: 'Happened',
      data: {},
      metadata: { occurredAt: new Date().toISOString() },
    });
    const [first, second] = [event(), event()];
    second.metadata = first.metadata;
    const records = [
      { stream: `client-${client}`, event: first },
      { stream: 'all', event: second },
    ];
    const { cursor } = await store.append({ command, records, checks: [] });
    process.send({ id: command.id, cursor });
  }
}

for (let client = 0; client < 50; client += 1) void appendForever(client);
