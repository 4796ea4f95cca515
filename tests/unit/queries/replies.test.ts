import { NO_REPLIES } from '../../../src/domain/replies/replies-stream.js';
import type { Asker } from '../../../src/application/queries/reads.js';
import { happen } from '../projections/happenings.js';
import { administrator, auditor, openQueryWorld, operator, type QueryWorld } from './query-world.js';

const appId = 'wx0123456789abcdef';
const first = { appId, tenure: 1, owner: 'o1' };
const replies = { ...NO_REPLIES, byDefault: { type: 'TEXT', text: '您好' } } as const;

let world: QueryWorld;
beforeEach(async () => {
  world = await openQueryWorld();
});
afterEach(() => world.close());

const repliesFor = async (who: Asker) => {
  const account = await world.queries.account(who, appId);
  return account && world.queries.repliesOf(who, account);
};

describe('R26: the automatic replies of an account', () => {
  it('R5: are the owner’s alone', async () => {
    happen(world.log, 'AccountAuthorized', first);
    happen(world.log, 'SharingStarted', { ...first, sharingId: `${appId}.s1`, recipient: 'r1' });
    happen(world.log, 'AutomaticRepliesSet', { ...first, replies });
    await world.catchUp();
    expect(await repliesFor(operator('o1'))).toEqual(replies);
    for (const other of [operator('r1'), operator('x1'), auditor, administrator]) {
      expect(await repliesFor(other)).toBeNull();
    }
  });

  it('are there for the owner before any are set', async () => {
    happen(world.log, 'AccountAuthorized', first);
    await world.catchUp();
    expect(await repliesFor(operator('o1'))).toEqual(NO_REPLIES);
  });

  it.each(['o2', 'o1'])('R7: end with the tenure: %s, who owns the account next, sees none', async (owner) => {
    happen(world.log, 'AccountAuthorized', first);
    happen(world.log, 'AutomaticRepliesSet', { ...first, replies });
    happen(world.log, 'AccountReleased', first);
    happen(world.log, 'AccountAuthorized', { appId, tenure: 2, owner, grant: 2 });
    await world.catchUp();
    expect(await repliesFor(operator(owner))).toEqual(NO_REPLIES);
  });

  it('of a whole list are read at once', async () => {
    const appIds = ['a', 'b', 'c'].map((letter) => `wx000000000000000${letter}`);
    for (const each of appIds) happen(world.log, 'AccountAuthorized', { ...first, appId: each });
    await world.catchUp();
    const reads = jest.spyOn(world.readModels, 'getMany');
    const asker = { ...operator('o1'), loaders: world.queries.loaders() };
    const { nodes } = await world.queries.accounts(asker, {}, {});
    await Promise.all(nodes.map((account) => world.queries.repliesOf(asker, account)));
    expect(reads.mock.calls.map(([{ name }, ids]) => [name, ids.length])).toEqual([['replies', 3]]);
  });
});
