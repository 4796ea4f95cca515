import { randomUUID } from 'node:crypto';
import { authorizeNewAccount } from '../../../scripts/support/authorize.js';
import { succeeded } from '../../../scripts/support/expectations.js';
import type { OnBoth } from '../../../scripts/torture-several/operators.js';
import { Feed, type FeedMessage } from '../../support/feed.js';
import { withKurrentDb } from '../../support/kurrentdb.js';
import { logOf } from '../../support/log.js';
import { startPair, type Pair } from './pair.js';

const TENANT = 't-shared';
const ACCOUNT = 'query ($appId: ID!) { account(appId: $appId) { nickname relation status } }';
const COMMUNITY = 'query ($id: ID!) { community(id: $id) { name } }';
const TRAIL = `{ auditTrail(first: 100) { nodes {
  id actor { id name } proof { leafIndex path seal { treeSize rootHash signature } }
} } }`;
const CHANGES = `subscription ($appId: ID!) { bindingChanges(appId: $appId) {
  __typename ... on BindingChange { cursor } ... on FeedCheckpoint { caughtUp }
} }`;

interface Trail {
  readonly auditTrail: {
    readonly nodes: readonly {
      readonly actor: { readonly id: string; readonly name: string };
      readonly proof: unknown;
    }[];
  };
}

const key = (): { readonly idempotencyKey: string } => ({ idempotencyKey: randomUUID() });

describe('two processes on one KurrentDB', () => {
  withKurrentDb((url) => {
    let pair: Pair;
    let operator: OnBoth;
    let appId: string;
    beforeAll(async () => {
      pair = await startPair(url);
      operator = await pair.person({ tenant: TENANT, subject: 'zhang', name: '张三' });
      // The administrator's flow through the process that does not run the simulator.
      appId = await authorizeNewAccount(operator[1], '共享公众号');
    });
    afterAll(() => pair.close());

    const register = async (side: 0 | 1, given = key()): Promise<{ readonly id: string; readonly cursor: string }> => {
      const payload = await operator[side].mutate<{ cursor: string; communities: { id: string }[] }>(
        'registerCommunities',
        { communities: [{ name: '花园' }], ...given },
        'cursor communities { id }',
      );
      const { cursor, communities } = succeeded(payload);
      return { id: communities[0]?.id ?? '', cursor };
    };

    test('each runs with the other’s WeChat, and no comparison with WeChat ends what the other has authorized', async () => {
      const officers = await pair.person({ tenant: null, roles: ['PLATFORM_ADMIN'] });
      for (const officer of officers) {
        const report = await officer.mutate<{ checked: number; deauthorized: string[]; unreachable: string[] }>(
          'reconcileAuthorizations',
          { dryRun: false, ...key() },
          'checked deauthorized unreachable',
        );
        expect(succeeded(report)).toMatchObject({ checked: 1, deauthorized: [], unreachable: [] });
      }
      const services = await pair.person({ tenant: null, roles: ['SERVICE'] });
      const tokens = await Promise.all(
        services.map(async (service) => {
          const issued = await service.mutate<{ accessToken: string }>('issueAccessToken', { appId }, 'accessToken');
          return succeeded(issued).accessToken;
        }),
      );
      expect(tokens[0]).toBe(tokens[1]);
      const told = await operator[0].query(ACCOUNT, { appId });
      expect(told).toEqual({ account: { nickname: '共享公众号', relation: 'OWNER', status: 'AUTHORIZED' } });
    });

    test('what one has answered, the other tells whoever brings the cursor along', async () => {
      for (let round = 0; round < 20; round += 1) {
        const side = round % 2 === 0 ? 0 : 1;
        const { id, cursor } = await register(side);
        const told = await operator[side === 0 ? 1 : 0].query(COMMUNITY, { id }, cursor);
        expect(told).toEqual({ community: { name: '花园' } });
      }
    });

    test('a key has one effect and one answer, also when it comes to both at once', async () => {
      for (let round = 0; round < 20; round += 1) {
        const given = key();
        const [one, other] = await Promise.all([register(0, given), register(1, given)]);
        expect(one).toEqual(other);
      }
    });

    test('a feed of one tells at once, and once, what is done in the other', async () => {
      const [, service] = await pair.person({ tenant: null, roles: ['SERVICE'] });
      const { id } = await register(0);
      const feed = new Feed({
        url: pair.systems[1].url,
        token: service.token,
        document: CHANGES,
        variables: { appId },
      });
      const changes = (messages: readonly FeedMessage[]): readonly FeedMessage[] =>
        messages.filter(({ __typename }) => __typename === 'BindingChange');
      await feed.until((messages) => messages.some(({ caughtUp }) => caughtUp));
      const cursors: string[] = [];
      for (let round = 0; round < 10; round += 1) {
        const field = round % 2 === 0 ? 'bindCommunities' : 'unbindCommunities';
        const payload = await operator[0].mutate<{ cursor: string }>(
          field,
          { appId, communityIds: [id], ...key() },
          'cursor',
        );
        cursors.push(succeeded(payload).cursor);
      }
      await feed.until((messages) => changes(messages).length >= cursors.length);
      expect(changes(feed.messages).map(({ cursor }) => cursor)).toEqual(cursors);
      await feed.close();
    });

    test('a person is one in both, and both seal one tree: the same seals, keys and proofs', async () => {
      await Promise.all([register(0), register(1)]);
      await Promise.all(pair.systems.map(({ gongxiang }) => gongxiang.sealer.seal()));
      await pair.systems[1].gongxiang.sealer.seal();
      const events = await logOf(pair.systems[0]);
      const seals = await Promise.all(pair.systems.map(({ gongxiang }) => gongxiang.engine.seals.seals(0, 1_000)));
      expect(seals[0]?.at(-1)).toMatchObject({ treeSize: events.length });
      expect(seals[1]).toEqual(seals[0]);
      const auditors = await pair.person({ tenant: null, roles: ['AUDITOR'] });
      const cursor = events.at(-1)?.cursor;
      const [one, other] = await Promise.all(auditors.map((auditor) => auditor.query<Trail>(TRAIL, {}, cursor)));
      expect(one).toEqual(other);
      const nodes = one?.auditTrail.nodes ?? [];
      expect(nodes.filter(({ proof }) => proof === null)).toEqual([]);
      expect(new Set(nodes.flatMap(({ actor: { id, name } }) => (name === '张三' ? [id] : []))).size).toBe(1);
    });
  });
});
