import { randomUUID } from 'node:crypto';
import { loadConfig } from '../../../src/config/config.js';
import { loadOrMakeSecrets } from '../../../src/config/secrets.js';
import type { Caller } from '../../../src/application/answer.js';
import type { Commands } from '../../../src/application/commands/contract.js';
import { UNHEARD } from '../../../src/application/authorization/notes.js';
import { composeApplication } from '../../../src/server/application.js';
import { openEngine, type Engine } from '../../../src/server/engine.js';
import { weChatClients } from '../../../src/server/wechat-clients.js';
import { oneHost } from '../../../src/wechat/hosts.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const caller = (tenant: string | null): Caller => ({
  viewer: {
    subject: 'zhang',
    name: null,
    roles: ['OPERATOR'],
    tenant: tenant === null ? null : { id: tenant, name: null },
    expiresAt: Infinity,
  },
  correlationId: 'c',
});

describe('every command is counted once, by what became of it', () => {
  const folder = temporaryFolder();
  const outcomes: [string, string][] = [];
  let engine: Engine;
  let commands: Commands;
  beforeAll(async () => {
    const config = loadConfig({ DATA_DIR: folder.path });
    const secrets = await loadOrMakeSecrets(config);
    engine = await openEngine({
      config,
      secrets,
      log: () => undefined,
      onCommitted: () => undefined,
      onFailure: () => undefined,
    });
    ({ commands } = await composeApplication({
      engine,
      secrets,
      config,
      // Nobody listens there.
      weChat: weChatClients(engine, {
        component: { appId: 'wx', secret: 's' },
        hosts: oneHost('http://127.0.0.1:1'),
      }),
      publicUrl: () => config.publicUrl,
      onOutcome: (command, outcome) => outcomes.push([command, outcome]),
      notes: UNHEARD,
    }));
  });
  beforeEach(() => void outcomes.splice(0));
  afterAll(async () => {
    await engine.close();
    folder.remove();
  });

  const key = (): { readonly idempotencyKey: string } => ({ idempotencyKey: randomUUID() });

  it('accepted, and accepted again when it is repeated', async () => {
    const input = { communities: [{ name: '一期' }], ...key() };
    await commands.registerCommunities(caller('t1'), input);
    await commands.registerCommunities(caller('t1'), input);
    await commands.registerCommunities(caller('t1'), { ...input, communities: [{ name: '二期' }] });
    expect(outcomes).toEqual([
      ['RegisterCommunities', 'ACCEPTED'],
      ['RegisterCommunities', 'ACCEPTED'],
      ['RegisterCommunities', 'IDEMPOTENCY_KEY_REUSED'],
    ]);
  });

  it('refused before anything was decided: for its input, an impossible id, or by WeChat', async () => {
    await commands.registerCommunities(caller('t1'), { communities: [], ...key() });
    await commands.removePaymentInterface(caller('t1'), { paymentInterfaceId: 'none', ...key() });
    await commands.authorizeAccount(caller('t1'), { ...key() });
    expect(outcomes).toEqual([
      ['RegisterCommunities', 'INVALID_INPUT'],
      ['RemovePaymentInterface', 'PAYMENT_INTERFACE_NOT_FOUND'],
      ['AuthorizeAccount', 'WECHAT_UNAVAILABLE'],
    ]);
  });

  it('failed, or to be sent again', async () => {
    const input = { communities: [{ name: '三期' }], ...key() };
    await expect(commands.registerCommunities(caller(null), input)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await engine.close();
    await expect(commands.registerCommunities(caller('t2'), input)).rejects.toThrow();
    expect(outcomes).toEqual([
      ['RegisterCommunities', 'FAILED'],
      ['RegisterCommunities', 'TRY_AGAIN'],
    ]);
  });
});
