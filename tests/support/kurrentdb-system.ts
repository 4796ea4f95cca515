import { KurrentDbOperator } from './kurrentdb-operator.js';
import { kurrentDbOptions } from './kurrentdb.js';
import { startTestSystem, type TestSystem } from './test-system.js';

/** The whole product with its log on a server, under a prefix of its own; `close` lets it expire. */
export async function startTestSystemOnKurrentDb(url: string): Promise<TestSystem> {
  const { prefix } = kurrentDbOptions(url);
  const operator = await KurrentDbOperator.of(url, prefix);
  return startTestSystem(
    { EVENT_STORE_URL: url, EVENT_STORE_PREFIX: prefix },
    {
      stopped: async (look) => {
        let count = 0;
        for await (const text of operator.texts()) {
          count += 1;
          look('the log on the server', text);
        }
        await operator.expireAll();
        if (count === 0) throw new Error(`Nothing stands under ${prefix} on the server.`);
      },
    },
  );
}
