import { Person } from '../../../scripts/support/person.js';
import type { OnBoth, Operators } from '../../../scripts/torture-several/operators.js';
import { KurrentDbOperator } from '../../support/kurrentdb-operator.js';
import { kurrentDbOptions } from '../../support/kurrentdb.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { startTestSystem, type Claims, type TestSystem } from '../../support/test-system.js';

/** Two systems on one log of a server, each with a data folder of its own, as two processes are. */
export interface Pair extends Operators {
  readonly systems: readonly [TestSystem, TestSystem];
  /** Someone, as they ask each of the two. */
  person(claims: Claims): Promise<OnBoth>;
  close(): Promise<void>;
}

export async function startPair(url: string): Promise<Pair> {
  const { prefix } = kurrentDbOptions(url);
  const operator = await KurrentDbOperator.of(url, prefix);
  const shared = temporaryFolder();
  const env = { EVENT_STORE_URL: url, EVENT_STORE_PREFIX: prefix, PRIVATE_DIR: shared.path };
  const systems = [await startTestSystem(env), await startTestSystem(env)] as const;
  const person = async (claims: Claims): Promise<OnBoth> => {
    const name = claims.tenant ?? 'someone';
    const token = await systems[0].token(claims);
    return [new Person(name, systems[0].url, token, 'en'), new Person(name, systems[1].url, token, 'en')];
  };
  return {
    systems,
    person,
    operator: (tenant) => person({ tenant, subject: `operator-of-${tenant}` }),
    close: async () => {
      await systems[1].close();
      await systems[0].close();
      await operator.expireAll();
      shared.remove();
    },
  };
}
