import { StreamStates } from '../../../src/application/deciding/stream-states.js';
import { CredentialEraser } from '../../../src/application/tokens/credential-eraser.js';
import { openEmbeddedSnapshots } from '../../../src/application/snapshots/embedded-snapshot-store.js';
import type { AccountEvent } from '../../../src/domain/account/events.js';
import { openEmbeddedEventStore } from '../../../src/event-store/embedded/open.js';
import type { EventStore } from '../../../src/event-store/port.js';
import type { Vault } from '../../../src/vault/vault.js';
import { openScratchVault } from '../../../scripts/support/scratch-vault.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { toAccount } from '../../../src/domain/account/account-stream.js';
import { happenIn } from '../../support/happenings.js';
import { profile } from '../projections/happenings.js';

const APP_ID = 'wx0123456789abcdef';
const TENURE = { appId: APP_ID, tenure: 1, owner: 'o1' };
const name = (grant: number): string => `grant/${APP_ID}/${grant}`;

const AUTHORIZED: AccountEvent = {
  type: 'AccountAuthorized',
  data: { ...TENURE, grant: 1, authorizationId: 'a1', profile, permissions: [], grantedAt: null },
};
const CANCELLED: AccountEvent = { type: 'AccountDeauthorized', data: { ...TENURE, grant: 1, cancelledAt: null } };
const RELEASED: AccountEvent = { type: 'AccountReleased', data: { ...TENURE, reason: null } };
const renewed = (type: 'AccountGrantRenewed' | 'AccountResumed', grant: number): AccountEvent => ({
  type,
  data: { ...TENURE, grant, authorizationId: null, grantedAt: null },
});

describe('R6: credentials of dead grants are erased', () => {
  const folder = temporaryFolder();
  let store: EventStore;
  let vault: Vault;
  let states: StreamStates;
  let eraser: CredentialEraser | null;

  beforeEach(async () => {
    const path = `${folder.path}/${Math.random()}`;
    store = await openEmbeddedEventStore(path, { onFailure: () => undefined });
    vault = await openScratchVault(path);
    states = new StreamStates(store, openEmbeddedSnapshots(path));
    eraser = null;
  });

  afterEach(async () => {
    await eraser?.close();
    await vault.close();
    await store.close();
  });
  afterAll(() => folder.remove());

  const write = async (...events: AccountEvent[]): Promise<void> => {
    for (const event of events) await happenIn(store, [toAccount(event)]);
  };
  const start = (): void => {
    eraser = new CredentialEraser(store, states, vault, (error) => {
      throw error;
    });
  };
  const left = async (...expected: string[]): Promise<void> => {
    while ((await vault.names('grant/')).join() !== expected.join()) await new Promise(setImmediate);
  };

  test.each([
    ['cancelled', [AUTHORIZED, CANCELLED], []],
    ['released', [AUTHORIZED, RELEASED], []],
    ['replaced', [AUTHORIZED, renewed('AccountGrantRenewed', 2)], [name(2)]],
    ['resumed after a cancellation', [AUTHORIZED, CANCELLED, renewed('AccountResumed', 2)], [name(2)]],
  ])('at the start: %s', async (_, events, expected) => {
    await write(...events);
    for (const grant of [1, 2]) await vault.put(name(grant), 'credentials');
    if (expected.length === 0) await vault.erase(name(2));
    start();
    await left(...expected);
  });

  test('while it runs', async () => {
    await write(AUTHORIZED);
    await vault.put(name(1), 'credentials');
    start();
    await write(CANCELLED);
    await left();
    await vault.put(name(2), 'credentials');
    await write(renewed('AccountResumed', 2), renewed('AccountGrantRenewed', 3));
    await left();
  });

  test('late, it leaves the new grant alone, and one that the log does not know yet', async () => {
    await write(AUTHORIZED, CANCELLED, renewed('AccountResumed', 2));
    for (const grant of [1, 2, 3]) await vault.put(name(grant), 'credentials');
    start();
    await left(name(2), name(3));
  });
});
