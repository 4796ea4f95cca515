import { randomUUID } from 'node:crypto';
import { openInstallation, type Installation, type Process } from '../../../../scripts/torture-wechat/installation.js';
import { release, startRun } from '../../../../scripts/torture-wechat/owners.js';
import { TryAgainError, type Caller } from '../../../../src/application/answer.js';
import { bySystem } from '../../../../src/application/authorization/acting.js';
import type { AuthorizationPush } from '../../../../src/application/authorization/kept-push.js';
import {
  composeAuthorizations,
  type Authorizations,
  type AuthorizationsOptions,
} from '../../../../src/application/authorization/compose.js';
import { UNHEARD } from '../../../../src/application/authorization/notes.js';
import { turnOfRun } from '../../../../src/application/authorization/turn-names.js';
import { grantName } from '../../../../src/application/vault-names.js';
import { refreshAccountProfile } from '../../../../src/application/commands/refresh-account-profile.js';
import type { Services } from '../../../../src/application/commands/services.js';
import { NO_WAIT, Turns } from '../../../../src/application/deciding/turns.js';
import { accountStream } from '../../../../src/domain/account/account-stream.js';
import type { AccountState } from '../../../../src/domain/account/state.js';
import { authorizationStream } from '../../../../src/domain/authorization/authorization-stream.js';
import type { ReconciliationReport } from '../../../../src/domain/reconciliation/events.js';
import { openEmbeddedLeases } from '../../../../src/leases/embedded-leases.js';
import type { Leases } from '../../../../src/leases/leases.js';
import type { ComponentPlatform, GrantCredentials } from '../../../../src/wechat/component-platform.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';

const INFO = '/cgi-bin/component/api_get_authorizer_info';
const OWNER = 't-owner';
const STRANGER = 't-stranger';
/** Longer than anything that is on its way takes. */
const LONG_MS = 11 * 60_000;

// eslint-disable-next-line @typescript-eslint/require-await -- there is nothing to wait for
async function* noAccounts(): AsyncGenerator<string> {
  yield* [];
}

describe('what WeChat tells at awkward moments', () => {
  const folder = temporaryFolder();
  let installation: Installation;
  let leases: Leases;
  let process: Process;
  let appId: string;
  beforeAll(async () => {
    installation = await openInstallation(folder.path);
    leases = await openEmbeddedLeases(folder.path);
    process = installation.process(0);
  });
  beforeEach(() => {
    appId = installation.simulator.addAccount().appId;
  });
  afterAll(async () => {
    await leases.close();
    await installation.close();
    folder.remove();
  });

  const accountOf = async (of = appId): Promise<AccountState> => (await process.states.fresh(accountStream, of)).state;
  const runOf = async (id: string) => (await process.states.fresh(authorizationStream, id)).state;
  /** The administrator confirms in the tenant's run, and nothing of it has reached us yet. */
  const confirmed = async (tenantId: string, of = appId) => {
    const run = await startRun(process, tenantId);
    const { simulator } = installation;
    const code = await simulator.authorize({ appId: of, preAuthCode: run.code, push: 'NONE' });
    return { id: run.id, preAuthCode: run.code, code };
  };
  const accept = (run: { readonly id: string; readonly code: string }, by: Authorizations = process.authorizations) =>
    by.results.accept(run.id, run.code, randomUUID());
  const authorized = async (of = appId) => {
    const run = await confirmed(OWNER, of);
    await accept(run);
    return run;
  };
  const pushed = async (push: Partial<AuthorizationPush> & { readonly authorizationCode: string }): Promise<void> => {
    const createdAt = new Date(installation.time.now()).toISOString();
    const given = { kind: 'updateauthorized', appId, createdAt, codeExpiresAt: null, preAuthCode: null, ...push };
    await process.authorizations.pushes.take(given as AuthorizationPush, randomUUID());
    await process.authorizations.pushes.idle();
  };
  const reconcile = (dryRun = false): Promise<ReconciliationReport> =>
    process.authorizations.reconciliation.run({
      dryRun,
      cause: { acting: bySystem(randomUUID()), reactsTo: [randomUUID()] },
    });
  /** Cancelled in WeChat, and we know. */
  const cancelled = async (): Promise<void> => {
    await installation.simulator.cancel(appId, 'NONE');
    await reconcile();
  };
  /** As another process would be that does not wait for this one. */
  const another = (options: Partial<AuthorizationsOptions> = {}): Authorizations =>
    composeAuthorizations({
      ...process,
      vault: installation.vault,
      turns: new Turns(leases, { patience: NO_WAIT }),
      notes: UNHEARD,
      now: () => installation.time.now(),
      ourAccounts: noAccounts,
      ...options,
    });

  describe('a reconciliation', () => {
    test('goes on where WeChat refuses one account', async () => {
      const other = installation.simulator.addAccount().appId;
      await authorized();
      await authorized(other);
      await installation.simulator.cancel(appId, 'NONE');
      await installation.simulator.cancel(other, 'NONE');
      installation.simulator.faults.next(INFO, { errcode: 50002 });

      const report = await reconcile();

      expect([...report.unreachable, ...report.deauthorized].sort()).toEqual([appId, other].sort());
      expect(report.unreachable).toHaveLength(1);
      expect((await reconcile()).deauthorized).toEqual(report.unreachable);
    });

    test('R2: leaves a cancelled account alone while another tenant’s run may have brought what WeChat lists', async () => {
      await authorized();
      await cancelled();
      const run = await confirmed(STRANGER);

      expect((await reconcile(true)).unreachable).toContain(appId);
      expect((await reconcile()).unreachable).toContain(appId);
      expect((await accountOf()).status).toBe('DEAUTHORIZED');

      expect(await accept(run)).toMatchObject({ status: 'REFUSED', refusal: 'ACCOUNT_OWNED_BY_ANOTHER' });
      expect((await reconcile()).contested).toContain(appId);
      expect((await accountOf()).status).toBe('DEAUTHORIZED');
    });

    test('R2: or while such a result, or a push, waits', async () => {
      await authorized();
      await cancelled();
      const run = await confirmed(STRANGER);
      installation.time.forward(LONG_MS);
      const claim = { authorizationCode: run.code, correlationId: randomUUID(), grant: null };
      await installation.vault.put(`claim/${run.id}/1`, JSON.stringify(claim));
      expect((await reconcile(true)).unreachable).toContain(appId);
      await installation.vault.erase(`claim/${run.id}/1`);

      await installation.vault.put('push/1', JSON.stringify({ push: { appId } }));
      expect((await reconcile(true)).unreachable).toContain(appId);
      await installation.vault.erase('push/1');

      expect((await reconcile(true)).authorized).toContain(appId);
    });

    test('R6: resumes what nobody else can have brought', async () => {
      await authorized();
      await cancelled();
      await startRun(process, OWNER);
      await installation.simulator.authorize({ appId, push: 'NONE' });
      installation.time.forward(LONG_MS);
      expect((await reconcile()).authorized).toContain(appId);
    });

    test('on schedule: one that cannot go on is told, one that another keeps out is not', async () => {
      const { signal } = new AbortController();
      const stuck = another({
        ourAccounts: () => {
          throw new TryAgainError('The read models lag behind.');
        },
      });
      await expect(stuck.reconciliation.runBySchedule(signal)).rejects.toBeInstanceOf(TryAgainError);
      const lease = await leases.acquire('reconciliation', 60_000);
      await expect(stuck.reconciliation.runBySchedule(signal)).resolves.toBeUndefined();
      await lease?.release();
    });
  });

  test('R7: a released account does not come back by the run that brought it', async () => {
    const run = await authorized();
    await release(process, appId);
    const authorizationCode = await installation.simulator.changePermissions(appId, [1], 'NONE');

    await pushed({ authorizationCode, preAuthCode: run.preAuthCode });

    expect(await accountOf()).toMatchObject({ status: 'RELEASED', tenure: 1 });
  });

  test('R2: a push resumes nothing by another tenant’s run whose answer was lost', async () => {
    await authorized();
    await cancelled();
    const run = await confirmed(STRANGER);
    expect(await accept({ id: run.id, code: 'unknown to WeChat' })).toMatchObject({ refusal: 'WECHAT_REFUSED' });

    await pushed({ authorizationCode: 'unknown to WeChat', preAuthCode: run.preAuthCode });

    expect((await accountOf()).status).toBe('DEAUTHORIZED');
  });

  test('R2: the owner gets the credentials of another tenant’s run, also when its code is spent', async () => {
    await authorized();
    const run = await confirmed(STRANGER);
    await accept({ id: run.id, code: 'unknown to WeChat' });
    await process.platform.queryAuthorization(run.code);

    await pushed({ authorizationCode: run.code, preAuthCode: run.preAuthCode });

    const { owner, status, grant } = await accountOf();
    expect({ owner, status, grant }).toEqual({ owner: OWNER, status: 'AUTHORIZED', grant: 2 });
    const kept = JSON.parse((await installation.vault.get(grantName(appId, 2))) ?? 'null') as GrantCredentials;
    expect(kept.refreshToken).toBe(
      installation.simulator.truth().find((granted) => granted.appId === appId)?.refreshToken,
    );
  });

  test('a profile that WeChat told before it gave a newer grant is asked for again', async () => {
    await authorized();
    const { simulator } = installation;
    let isFirst = true;
    const platform: Pick<ComponentPlatform, 'getAuthorizer'> = {
      getAuthorizer: async (of) => {
        const told = await process.platform.getAuthorizer(of);
        if (!isFirst) return told;
        isFirst = false;
        await pushed({ authorizationCode: await simulator.changePermissions(of, [1, 15], 'NONE') });
        return told;
      },
    };
    const refresh = refreshAccountProfile({
      ...process,
      platform,
      accountGrants: process.authorizations.accounts,
      directory: { identify: () => Promise.resolve('someone') },
      onOutcome: () => undefined,
    } as unknown as Services);
    const viewer = { subject: 's', name: null, roles: ['OPERATOR'], tenant: { id: OWNER, name: null }, expiresAt: 0 };
    const caller = { viewer, correlationId: randomUUID() } as Caller;

    expect(await refresh(caller, { idempotencyKey: randomUUID(), appId })).toMatchObject({ ok: true });

    expect(await accountOf()).toMatchObject({ grant: 2, permissions: [1, 15] });
  });

  test('R1: a result that comes while another process is at its run is carried on later', async () => {
    const run = await confirmed(OWNER);
    const lease = await leases.acquire(turnOfRun(run.id), 60_000);
    expect(await accept(run, another())).toMatchObject({ status: 'WAITING' });
    await lease?.release();

    await process.authorizations.carryOn();

    expect((await runOf(run.id)).status).toBe('AUTHORIZED');
    expect((await accountOf()).owner).toBe(OWNER);
  });
});
