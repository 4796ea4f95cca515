import { happen } from '../projections/happenings.js';
import { auditor, openQueryWorld, operator, type QueryWorld } from './query-world.js';

const expiresAt = '2026-01-01T00:10:00.000Z';
const run = { authorizationId: 'a1', tenantId: 'o1' };

let world: QueryWorld;
beforeEach(async () => {
  world = await openQueryWorld();
  happen(world.log, 'AuthorizationStarted', { ...run, expiresAt });
  await world.catchUp();
});
afterEach(() => world.close());

const found = () => world.queries.authorization(operator('o1'), 'a1');

describe('R1: a run of the QR flow', () => {
  it('has its pages on our own domain, and a QR code of the phone’s', async () => {
    const authorization = await found();
    expect(authorization?.url).toBe('https://gongxiang.example/authorize/a1');
    expect(authorization?.mobileUrl).toBe('https://gongxiang.example/authorize/a1/mobile');
    expect(authorization?.qrCodeSvg()).toMatch(/^<svg /);
  });

  it('is waiting until the moment that it expires', async () => {
    world.now = '2026-01-01T00:09:59.999Z';
    expect((await found())?.status).toBe('WAITING');
    world.now = expiresAt;
    expect((await found())?.status).toBe('EXPIRED');
  });

  it('is authorized also by a result that came after it expired', async () => {
    happen(world.log, 'AuthorizationSucceeded', run);
    await world.catchUp();
    world.now = '2026-02-01T00:00:00.000Z';
    expect(await found()).toMatchObject({ status: 'AUTHORIZED', appId: 'wx1' });
  });

  it('R27: is its tenant’s and the auditors’', async () => {
    expect(await world.queries.authorization(operator('x1'), 'a1')).toBeNull();
    expect(await world.queries.authorization(auditor, 'a1')).not.toBeNull();
  });
});
