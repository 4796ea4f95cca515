import type { ShareCodeStatus } from '../../../src/application/queries/views.js';
import { happen } from '../projections/happenings.js';
import { openQueryWorld, operator, type QueryWorld } from './query-world.js';

const appId = 'wx0123456789abcdef';
const tenure = { appId, tenure: 1, owner: 'o1' };
const expiresAt = '2026-01-02T00:00:00.000Z';
const owner = operator('o1');

let world: QueryWorld;
beforeEach(async () => {
  world = await openQueryWorld();
  happen(world.log, 'AccountAuthorized', tenure);
  for (const name of ['a', 'b', 'c']) {
    happen(world.log, 'ShareCodeGenerated', { ...tenure, digest: `digest-${name}`, label: name, expiresAt });
  }
  happen(world.log, 'ShareCodeRedeemed', { ...tenure, digest: 'digest-a', label: 'a', recipient: 'r1' });
  happen(world.log, 'ShareCodeCancelled', { ...tenure, digest: 'digest-b', label: 'b' });
  await world.catchUp();
});
afterEach(() => world.close());

const listed = async (status: ShareCodeStatus | null) => {
  const account = await world.queries.account(owner, appId);
  const page = account && (await world.queries.shareCodes(owner, account, status, {}));
  return page?.nodes.map((code) => `${code.label} ${code.status}`);
};
const counts = async () => {
  const account = await world.queries.account(owner, appId);
  const found = account && world.queries.shareCodeCounts(account);
  if (!found) throw new Error('The owner sees the counts.');
  const { open, redeemed, expired, cancelled } = found;
  return { open: await open(), redeemed: await redeemed(), expired: await expired(), cancelled: await cancelled() };
};

describe('R10, R12: share codes as the owner sees them', () => {
  it('a millisecond before it expires a code is open', async () => {
    world.now = '2026-01-01T23:59:59.999Z';
    expect(await listed(null)).toEqual(['a REDEEMED', 'b CANCELLED', 'c OPEN']);
    expect(await listed('OPEN')).toEqual(['c OPEN']);
    expect(await listed('EXPIRED')).toEqual([]);
    expect(await counts()).toEqual({ open: 1, redeemed: 1, expired: 0, cancelled: 1 });
  });

  it('at the moment that it names it has expired', async () => {
    world.now = expiresAt;
    expect(await listed(null)).toEqual(['a REDEEMED', 'b CANCELLED', 'c EXPIRED']);
    expect(await listed('OPEN')).toEqual([]);
    expect(await listed('EXPIRED')).toEqual(['c EXPIRED']);
    expect(await counts()).toEqual({ open: 0, redeemed: 1, expired: 1, cancelled: 1 });
  });

  it('R8: are named by account and digest, and tell who used them', async () => {
    const [code] = await world.queries.shareCodesByDigests(owner, ['digest-a', 'digest-none']);
    expect(code).toMatchObject({ id: `${appId}.digest-a`, redeemedBy: { id: 'r1' } });
    expect(await world.queries.shareCodesByDigests(operator('r1'), ['digest-a'])).toEqual([]);
  });
});
