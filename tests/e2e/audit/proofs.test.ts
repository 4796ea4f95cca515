import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isConsistent } from '../../../src/audit/merkle/proofs.js';
import { toAccount } from '../../../src/domain/account/account-stream.js';
import { accountOf, deauthorized, happen, toldByNow } from '../../support/happenings.js';
import { officerOf, partyOf, type Party } from '../../support/party.js';
import { startTestSystem, type TestSystem } from '../../support/test-system.js';

interface Seal {
  readonly treeSize: string;
  readonly rootHash: string;
  readonly sealedAt: string;
  readonly keyId: string;
  readonly signature: string;
}
interface Proof {
  readonly leaf: string;
  readonly leafIndex: string;
  readonly path: readonly string[];
  readonly seal: Seal;
}
interface Told {
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly occurredAt: string;
  readonly commandId: string;
  readonly stream: string | null;
  readonly revision: number | null;
  readonly salt: string | null;
  readonly actor: { readonly id: string | null };
  readonly hash: string;
  readonly proof: Proof | null;
}
interface Leaf {
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
  readonly metadata: Readonly<Record<string, string>>;
  readonly actor: string;
  readonly place: string;
  readonly facts?: Readonly<Record<string, string>>;
}

const SEAL = 'treeSize rootHash sealedAt keyId signature';
const TRAIL = `query ($first: Int, $types: [String!]) { auditTrail(first: $first, order: OLDEST_FIRST, filter: { types: $types }) { nodes {
  id type data occurredAt commandId stream revision salt actor { id } hash proof { leaf leafIndex path seal { ${SEAL} } }
} } }`;

const sha256 = (...parts: readonly (string | Buffer)[]): string =>
  createHash('sha256')
    .update(Buffer.concat(parts.map((part) => Buffer.from(part as string))))
    .digest('hex');

describe('R28: the record can be proved', () => {
  let system: TestSystem;
  let auditor: Party;
  let owner: Party;
  let recipient: Party;
  let appId: string;

  const trailOf = async (who: Party, types: readonly string[] | null = null): Promise<readonly Told[]> => {
    const { auditTrail } = await who.query<{ auditTrail: { nodes: Told[] } }>(TRAIL, { first: 100, types });
    return auditTrail.nodes;
  };
  const seals = async (variables: Readonly<Record<string, unknown>> = {}) =>
    (
      await auditor.query<{ auditSeals: { nodes: Seal[]; edges: { cursor: string }[]; pageInfo: object } }>(
        `query ($first: Int, $after: String) { auditSeals(first: $first, after: $after) {
          nodes { ${SEAL} } edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        } }`,
        variables,
      )
    ).auditSeals;
  const keys = async (): Promise<{ keys: Record<string, string>[] }> => {
    const response = await fetch(new URL('/.well-known/gongxiang-audit-keys.json', system.url));
    expect(response.headers.get('content-type')).toContain('application/jwk-set+json');
    return (await response.json()) as { keys: Record<string, string>[] };
  };
  /** What somebody says of the proofs who has nothing of ours but them and the public keys. */
  const checked = async (proofs: readonly unknown[]): Promise<string[]> => {
    const file = join(system.dataDir, 'keys.json');
    writeFileSync(file, JSON.stringify(await keys()));
    const input = proofs.map((proof) => JSON.stringify(proof)).join('\n');
    return execFileSync('node', [join(__dirname, 'check-proofs.mjs'), file], { input, encoding: 'utf8' })
      .trim()
      .split('\n');
  };

  beforeAll(async () => {
    system = await startTestSystem();
    auditor = await officerOf(system, 'AUDITOR');
    owner = await partyOf(system);
    recipient = await partyOf(system);
    appId = await accountOf(system, owner);
    const tenure = { appId, tenure: 1, owner: owner.tenant };
    await owner.share(appId, recipient);
    await recipient.bind(appId, ...(await recipient.register('一', '二', '三')));
    await system.gongxiang.sealer.seal();
    const resumed = { ...tenure, grant: 2, authorizationId: 'a-of-the-owner', grantedAt: null };
    await happen(system, [deauthorized(tenure), toAccount({ type: 'AccountResumed', data: resumed })]);
    await owner.register('四');
    await system.gongxiang.sealer.seal();
    await owner.register('五');
    await toldByNow(system);
  });
  afterAll(() => system.close());

  it('an independent checker accepts every proof, whoever is told it', async () => {
    for (const who of [auditor, owner, recipient]) {
      const sealed = (await trailOf(who)).slice(0, who === recipient ? undefined : -1);
      expect(sealed.length).toBeGreaterThan(5);
      expect(new Set(await checked(sealed.map(({ proof }) => proof)))).toEqual(new Set(['accepted']));
    }
  });

  it('and refuses each of them with any one hash, or anything else of it, changed', async () => {
    const proofs = (await trailOf(auditor)).flatMap(({ proof }) => (proof === null ? [] : [proof]));
    const changed = proofs.flatMap((proof) => [
      ...proof.path.map((hash, at) => ({ ...proof, path: proof.path.with(at, otherHex(hash)) })),
      { ...proof, path: proof.path.slice(1) },
      { ...proof, path: [...proof.path, proof.seal.rootHash] },
      { ...proof, leaf: proof.leaf.replace(/"actor":"./, '"actor":"x') },
      { ...proof, leafIndex: String(Number(proof.leafIndex) + 1) },
      ...(['rootHash', 'signature', 'sealedAt', 'keyId', 'treeSize'] as const).map((name) => ({
        ...proof,
        seal: { ...proof.seal, [name]: otherHex(proof.seal[name]) },
      })),
    ]);
    const verdicts = await checked(changed);
    expect(verdicts).toHaveLength(changed.length);
    expect(verdicts.filter((verdict) => !verdict.startsWith('refused'))).toEqual([]);
  });

  it('the leaf is the event as the viewer is told it, and its hash is the leaf’s', async () => {
    for (const who of [auditor, owner, recipient]) {
      for (const { proof, ...event } of await trailOf(who)) {
        if (proof === null) continue;
        const leaf = JSON.parse(proof.leaf) as Leaf;
        expect(sha256(Buffer.from([0]), proof.leaf)).toBe(event.hash);
        expect(leaf).toMatchObject({ id: event.id, type: event.type });
        expect(leaf.metadata).toMatchObject({ commandId: event.commandId, occurredAt: event.occurredAt });
        if (who === recipient) expect(leaf.data).toEqual(event.data);
      }
    }
  });

  it('R27: the proof tells a recipient neither facts of the owner’s nor what opens its commitments', async () => {
    const told = await trailOf(recipient, ['AccountDeauthorized', 'AccountResumed']);
    expect(told).toHaveLength(2);
    for (const { proof, salt, stream, revision } of told) {
      expect([salt, stream, revision]).toEqual([null, null, null]);
      expect(proof?.leaf).not.toMatch(/a-of-the-owner|"grant":\d|account-wx/);
    }
    expect((await trailOf(owner)).map(({ salt }) => salt)).toEqual((await trailOf(owner)).map(() => null));
  });

  it('an auditor opens the commitments to actor, place and withheld facts', async () => {
    const open = (what: string, salt: string | null, value: string): string =>
      sha256(`["gongxiang-event-1","${what}","${salt ?? ''}",${value}]`);
    for (const { proof, salt, stream, revision, actor, data } of await trailOf(auditor)) {
      if (proof === null) continue;
      const leaf = JSON.parse(proof.leaf) as Leaf;
      expect(leaf.actor).toBe(open('actor', salt, JSON.stringify(actor.id ?? '')));
      expect(leaf.place).toBe(open('place', salt, JSON.stringify({ revision, stream })));
      for (const [name, commitment] of Object.entries(leaf.facts ?? {})) {
        expect(commitment).toBe(open('fact', salt, JSON.stringify({ name, value: data[name] })));
      }
    }
  });

  it('each event has the proof of the first seal that covers it, and none before there is one', async () => {
    const trail = await trailOf(auditor);
    const [first, second] = (await seals()).nodes;
    for (const [at, { proof }] of trail.entries()) {
      const seal = [first, second].find((one) => at < Number(one?.treeSize)) ?? null;
      expect(proof === null ? null : [proof.leafIndex, proof.seal]).toEqual(seal && [String(at), seal]);
    }
    expect(trail.at(-1)?.proof).toBeNull();
  });

  it('lists seals, the smallest tree first, page by page', async () => {
    const { nodes } = await seals();
    const [one, two] = nodes;
    const first = await seals({ first: 1 });
    expect(first.nodes).toEqual([one]);
    expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    const second = await seals({ first: 1, after: first.edges[0]?.cursor });
    expect(second.nodes).toEqual([two]);
    expect(second.pageInfo).toEqual({
      hasNextPage: false,
      hasPreviousPage: true,
      startCursor: second.edges[0]?.cursor,
      endCursor: second.edges[0]?.cursor,
    });
    await expect(seals({ first: 0 })).rejects.toThrow('first must be 1 to 100');
    await expect(seals({ after: 'x' })).rejects.toThrow('after is no page cursor');
  });

  it('proves that a later seal contains an earlier one', async () => {
    const [from, to] = (await seals()).nodes;
    if (from === undefined || to === undefined) throw new Error('There are two seals.');
    const consistency = async (fromTreeSize: string, toTreeSize: string) =>
      (
        await owner.query<{ auditConsistency: string[] }>(
          'query ($fromTreeSize: String!, $toTreeSize: String!) { auditConsistency(fromTreeSize: $fromTreeSize, toTreeSize: $toTreeSize) }',
          { fromTreeSize, toTreeSize },
        )
      ).auditConsistency;
    const head = ({ treeSize, rootHash }: Seal) => ({ size: Number(treeSize), root: Buffer.from(rootHash, 'hex') });
    const proof = (await consistency(from.treeSize, to.treeSize)).map((hash) => Buffer.from(hash, 'hex'));
    expect(isConsistent(head(from), head(to), proof)).toBe(true);
    expect(isConsistent(head({ ...from, rootHash: otherHex(from.rootHash) }), head(to), proof)).toBe(false);
    expect(await consistency(to.treeSize, to.treeSize)).toEqual([]);
    for (const size of ['0', '-1', '1.5', '١', '', String(Number(to.treeSize) + 1)]) {
      await expect(consistency(size, to.treeSize)).rejects.toThrow('fromTreeSize must be the size of a tree');
    }
    await expect(consistency(to.treeSize, from.treeSize)).rejects.toThrow('must not be greater');
  });

  it('tells the public keys with a token, and without one as a JWKS', async () => {
    const { auditKeys } = await owner.query<{ auditKeys: { keyId: string; publicKey: string; until: null }[] }>(
      '{ auditKeys { keyId publicKey until } }',
    );
    expect(auditKeys).toEqual([
      {
        keyId: (await seals()).nodes[0]?.keyId,
        publicKey: expect.stringContaining('PUBLIC KEY') as string,
        until: null,
      },
    ]);
    const { keys: jwks } = await keys();
    expect(jwks).toEqual([
      {
        kty: 'OKP',
        crv: 'Ed25519',
        x: expect.any(String) as string,
        kid: auditKeys[0]?.keyId,
        use: 'sig',
        alg: 'EdDSA',
      },
    ]);
  });

  it('what is not sealed when the server stops is sealed then', async () => {
    const before = await trailOf(auditor);
    await system.restart();
    auditor = auditor.at(system);
    const after = await trailOf(auditor);
    expect(after).toHaveLength(before.length);
    expect(after.filter(({ proof }) => proof === null)).toEqual([]);
    expect(await checked(after.map(({ proof }) => proof))).toEqual(after.map(() => 'accepted'));
    expect((await seals()).nodes).toHaveLength(3);
  });
});

/** The same with one character in its midst changed. */
function otherHex(text: string): string {
  const at = Math.floor(text.length / 2);
  return `${text.slice(0, at)}${text.charAt(at) === '1' ? '2' : '1'}${text.slice(at + 1)}`;
}
