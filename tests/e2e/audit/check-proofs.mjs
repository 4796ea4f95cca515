// Checks proofs of the audit trail with nothing but Node: `node check-proofs.mjs keys.json < proofs.ndjson`, where
// keys.json is /.well-known/gongxiang-audit-keys.json and each line an `AuditEvent.proof`. A line of answer for each.
import { Buffer } from 'node:buffer';
import console from 'node:console';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';

const { keys } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const sha256 = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();
const insist = (condition, reason) => {
  if (!condition) throw new Error(reason);
};

/** RFC 9162 §2.1.3.2: from the leaf's hash up to the root. */
function rootFrom(leaf, leafIndex, treeSize, path) {
  let hash = sha256(Buffer.from([0]), Buffer.from(leaf, 'utf8'));
  let [at, last] = [BigInt(leafIndex), BigInt(treeSize) - 1n];
  insist(at <= last, 'the seal does not cover the leaf');
  for (const sibling of path.map((hex) => Buffer.from(hex, 'hex'))) {
    insist(last > 0n, 'the path is too long');
    if (at % 2n === 1n || at === last) {
      hash = sha256(Buffer.from([1]), sibling, hash);
      for (; at % 2n === 0n && at > 0n; at /= 2n) last /= 2n;
    } else hash = sha256(Buffer.from([1]), hash, sibling);
    [at, last] = [at / 2n, last / 2n];
  }
  insist(last === 0n, 'the path is too short');
  return hash.toString('hex');
}

function check({ leaf, leafIndex, path, seal: { signature, ...seal } }) {
  insist(rootFrom(leaf, leafIndex, seal.treeSize, path) === seal.rootHash, 'the path leads to another root');
  const key = keys.find(({ kid }) => kid === seal.keyId);
  insist(key, 'nobody knows the key');
  // Flat and of plain texts: canonical JSON (RFC 8785) once the names are in order.
  const signed = Buffer.from(JSON.stringify(seal, Object.keys(seal).sort()));
  const publicKey = createPublicKey({ key, format: 'jwk' });
  insist(verify(null, signed, publicKey, Buffer.from(signature, 'base64')), 'the seal is forged');
}

for (const line of readFileSync(0, 'utf8').trim().split('\n')) {
  try {
    check(JSON.parse(line));
    console.log('accepted');
  } catch (error) {
    console.log(`refused: ${error.message}`);
  }
}
