import { buildGongxiangSchema } from '../../../schema/build.js';
import { persistently } from '../../../scripts/support/again.js';
import { headOf, logOf } from '../../support/log.js';
import { newKey, partyOf, type Party } from '../../support/party.js';
import { startTestSystem, type TestSystem } from '../../support/test-system.js';
import { MUTATIONS, ORIGIN, prepareCase } from './cases.js';

const NAMES = Object.keys(MUTATIONS);

/** May be asked as often as one likes. */
const WITHOUT_KEY = 'issueAccessToken';

describe('idempotency: one key, one effect, one answer', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startTestSystem({ ALLOWED_RETURN_ORIGINS: ORIGIN });
  });
  afterAll(() => system.close());

  test('every mutation of the schema has a case here, and no case is of none', async () => {
    const schema = await buildGongxiangSchema();
    const mutations = Object.keys(schema.getMutationType()?.getFields() ?? {});
    expect([...NAMES, WITHOUT_KEY].sort()).toEqual(mutations.sort());
  });

  describe.each(NAMES)('%s', (name) => {
    test('sent twice with the same key, it has one effect and the same answer', async () => {
      const { who, input, selection } = await prepareCase(system, name);
      const keyed = { ...input, ...newKey() };
      const first = await who.do(name, keyed, selection);
      const head = await headOf(system);

      const second = await who.do(name, keyed, selection);

      expect(second).toEqual(first);
      expect(await headOf(system)).toBe(head);
    });

    test('sent twice at the same moment, it has one effect and the same answer', async () => {
      const { who, input, selection } = await prepareCase(system, name);
      const keyed = { ...input, ...newKey() };
      const before = await headOf(system);
      const send = () => persistently(() => who.do<{ cursor: string }>(name, keyed, selection));

      const [first, second] = await Promise.all([send(), send()]);

      expect(second).toEqual(first);
      const written = await logOf(system, before);
      expect(new Set(written.map(({ metadata }) => metadata.commandId)).size).toBe(1);
      expect(written.at(-1)?.cursor).toBe(first.cursor);
    });

    test('the same key with another input is refused as reused', async () => {
      const { who, input, other } = await prepareCase(system, name);
      const key = newKey();
      await who.do(name, { ...input, ...key });
      const head = await headOf(system);

      await who.isRefused(name, { ...other, ...key }, 'IDEMPOTENCY_KEY_REUSED');

      expect(await headOf(system)).toBe(head);
    });
  });

  test.each(NAMES)('%s: the same key with another mutation is refused as reused', async (name) => {
    const { who, input } = await prepareCase(system, name);
    const key = newKey();
    await who.do(name, { ...input, ...key });
    const head = await headOf(system);

    const [another, otherInput] = otherThan(name);
    await who.isRefused(another, { ...otherInput, ...key }, 'IDEMPOTENCY_KEY_REUSED');

    expect(await headOf(system)).toBe(head);
  });

  test('every mutation answers the same after a restart, and changes nothing', async () => {
    const sent = [];
    for (const name of NAMES) {
      const { who, input, selection } = await prepareCase(system, name);
      const keyed = { ...input, ...newKey() };
      sent.push({ name, who, keyed, selection, first: await who.do(name, keyed, selection) });
    }
    const head = await headOf(system);

    await system.restart();

    for (const { name, who, keyed, selection, first } of sent) {
      const again = await who.at(system).do(name, keyed, selection);
      expect({ name, ...withoutAddresses(again) }).toEqual({ name, ...withoutAddresses(first) });
    }
    expect(await headOf(system)).toBe(head);
  });

  test('two people with the same key do not meet, whether of one tenant or of two', async () => {
    const colleague = await partyOf(system);
    const other = await partyOf(system, { tenant: colleague.tenant });
    const stranger = await partyOf(system);
    const key = newKey();
    const register = (who: Party) =>
      who.do<{ communities: { id: string }[] }>(
        'registerCommunities',
        { communities: [{ name: '花园' }], ...key },
        'communities { id }',
      );

    const answers = [await register(colleague), await register(other), await register(stranger)];

    expect(new Set(answers.map(({ communities }) => communities[0]?.id)).size).toBe(3);
    await stranger.isRefused(
      'registerCommunities',
      { communities: [{ name: '别处' }], ...key },
      'IDEMPOTENCY_KEY_REUSED',
    );
  });

  test('a refused command does not use up its key', async () => {
    const owner = await partyOf(system);
    const appId = await system.authorize(owner);
    const [communityId] = await owner.register('花园');
    const keyed = { appId, communityIds: [communityId], ...newKey() };
    await owner.isRefused('unbindCommunities', keyed, 'COMMUNITIES_REFUSED');

    await owner.bind(appId, ...keyed.communityIds.filter((id) => id !== undefined));

    await owner.do('unbindCommunities', keyed);
  });

  test('a repeated command shows nested objects as they are now, null when they are gone', async () => {
    const owner = await partyOf(system);
    const appId = await system.authorize(owner);
    const keyed = { appId, name: '物业费', merchantNumber: '1900012345', ...newKey() };
    const add = () =>
      owner.do<{ paymentInterface: { id: string } | null; cursor: string }>(
        'addPaymentInterface',
        keyed,
        'paymentInterface { id } cursor',
      );
    const first = await add();
    await owner.do('removePaymentInterface', { paymentInterfaceId: first.paymentInterface?.id });

    const repeated = await add();

    expect(repeated).toMatchObject({ paymentInterface: null, cursor: first.cursor });
  });
});

/** Of those who may not register communities, or who just did. */
const OTHERS: Readonly<Record<string, readonly [string, Readonly<Record<string, unknown>>]>> = {
  registerCommunities: ['authorizeAccount', {}],
  forceReleaseAccount: ['reconcileAuthorizations', {}],
  reconcileAuthorizations: ['forceReleaseAccount', { appId: `wx${'0'.repeat(16)}`, reason: '公司注销' }],
};

/** A mutation that would be accepted, but for its key. */
const otherThan = (name: string): readonly [string, Readonly<Record<string, unknown>>] =>
  OTHERS[name] ?? ['registerCommunities', { communities: [{ name: '花园' }] }];

/** The system of a test listens on another port after a restart: what begins with its address is left out. */
function withoutAddresses(answer: unknown): object {
  return JSON.parse(JSON.stringify(answer).replaceAll(/http:\/\/localhost:\d+/g, '')) as object;
}
