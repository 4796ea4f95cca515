import { randomBytes, randomUUID } from 'node:crypto';
import { toAccount } from '../../src/domain/account/account-stream.js';
import type { AccountEvent } from '../../src/domain/account/events.js';
import type { EventToWrite } from '../../src/domain/event.js';
import type { EventStore } from '../../src/event-store/port.js';
import type { TestSystem } from './test-system.js';

/**
 * Writes what WeChat would have brought about, straight into the log: for what tests cannot reach over the wire, or
 * not often enough.
 */
export const happen = ({ gongxiang }: TestSystem, events: readonly EventToWrite[]): Promise<void> =>
  happenIn(gongxiang.engine.store, events);

/** The same, where there is a log and no system. */
export async function happenIn(store: Pick<EventStore, 'append'>, events: readonly EventToWrite[]): Promise<void> {
  const metadata = {
    occurredAt: new Date().toISOString(),
    command: 'HappenedAtWeChat',
    commandId: randomBytes(32).toString('hex'),
    fingerprint: '0'.repeat(64),
    actor: '',
    actorSalt: randomBytes(16).toString('hex'),
    actorKind: 'WECHAT',
    actorTenant: '',
    correlationId: randomUUID(),
    causationId: '',
    schemaVersion: '1',
  };
  await store.append({
    command: { id: metadata.commandId, fingerprint: metadata.fingerprint },
    records: events.map(({ stream, event, tenant }) => ({
      stream,
      event: {
        id: randomUUID(),
        type: event.type,
        data: event.data as Readonly<Record<string, unknown>>,
        metadata: { ...metadata, tenant },
      },
    })),
    checks: [],
  });
}

/** Resolves when queries and feeds tell everything that has happened so far. */
export async function toldByNow({ gongxiang }: TestSystem): Promise<void> {
  const { store, projections } = gongxiang.engine;
  if (!(await projections.progress.waitFor(await store.head(), 20_000))) throw new Error('The read models lag behind.');
}

type Ownership = Extract<AccountEvent, { type: 'AccountReleased' }>['data'];
export type Tenure = Omit<Ownership, 'reason'>;

/** WeChat's own times, later than any grant's of the tests. */
const CANCELLED_AT = '2099-01-01T00:00:00.000Z';

export const deauthorized = (tenure: Tenure, grant = 1): EventToWrite =>
  toAccount({ type: 'AccountDeauthorized', data: { ...tenure, grant, cancelledAt: CANCELLED_AT } });

export const authorized = (tenure: Tenure): EventToWrite =>
  toAccount({
    type: 'AccountAuthorized',
    data: {
      ...tenure,
      grant: tenure.tenure,
      authorizationId: randomUUID(),
      profile: {
        nickname: '测试公众号',
        avatarUrl: null,
        originalId: `gh_${randomBytes(6).toString('hex')}`,
        principalName: '测试物业有限公司',
        kind: 'SERVICE',
        verified: true,
        qrCodeUrl: null,
        condition: 'NORMAL',
      },
      permissions: [1, 15],
      grantedAt: null,
    },
  });

/** A new official account's id. */
export const newAppId = (): string => `wx${randomBytes(8).toString('hex')}`;

/** An account that a tenant owns: as after the QR flow, only sooner. WeChat's side does not know it. */
export async function accountOf(system: TestSystem, { tenant }: { readonly tenant: string }): Promise<string> {
  const appId = newAppId();
  await happen(system, [authorized({ appId, tenure: 1, owner: tenant })]);
  await toldByNow(system);
  return appId;
}
