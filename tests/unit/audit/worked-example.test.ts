import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { leafOf, type AuditedEvent } from '../../../src/audit/leaf.js';
import { leafHash, nodeHash, type Hash } from '../../../src/audit/merkle/hashes.js';
import { isConsistent, rootFromPath } from '../../../src/audit/merkle/proofs.js';
import type { Seal } from '../../../src/audit/seal.js';
import { isSigned } from '../../../src/audit/signing.js';

const page = readFileSync(join(process.cwd(), 'docs', 'audit-proofs.md'), 'utf8');
const example = page.slice(page.indexOf('## A worked example'));
const blocks = [...example.matchAll(/```(?:json|text)\n(.*?)\n```/gs)].map(([, block = '']) => block);
const hashes = [...example.matchAll(/^`([0-9a-f]{64})`$/gm)].map(([, hash = '']) => hash);
const [eventsBlock = '', leaf1, leaf2, leaf3, sealBlock = '', publicKey = ''] = blocks;
const events = JSON.parse(eventsBlock) as AuditedEvent[];
const seal = JSON.parse(sealBlock) as Seal & { readonly treeSize: string };

describe('the worked example of docs/audit-proofs.md', () => {
  const [a, b, c] = hashes.map((hash) => Buffer.from(hash, 'hex')) as [Hash, Hash, Hash];
  const ab = nodeHash(a, b);
  const root = nodeHash(ab, c);

  it('has the leaves of its events, byte for byte', () => {
    expect(events.map(leafOf)).toEqual([leaf1, leaf2, leaf3]);
  });

  it('has their hashes, and the root over them', () => {
    expect(events.map((event) => leafHash(leafOf(event)).toString('hex'))).toEqual(hashes);
    expect(seal.rootHash).toBe(root.toString('hex'));
  });

  it('has the paths and the proof that it says', () => {
    expect(rootFromPath(a, 0, 3, [b, c])).toEqual(root);
    expect(rootFromPath(c, 2, 3, [ab])).toEqual(root);
    expect(isConsistent({ size: 2, root: ab }, { size: 3, root }, [c])).toBe(true);
  });

  it('has a seal that its key signed', () => {
    expect(isSigned({ ...seal, treeSize: Number(seal.treeSize) }, [{ keyId: seal.keyId, publicKey }])).toBe(true);
  });
});
