import { createPublicKey } from 'node:crypto';
import type { z } from 'zod';
import type { AuditKey, NumberedSeal } from '../../audit/seal.js';
import { isSigned, keyIdOf } from '../../audit/signing.js';
import {
  announcement,
  EXPORT_VERSION,
  headerShape,
  keyShape,
  sealShape,
  type WholeHeader,
} from '../format/contents.js';
import { isFormatted, parseLine } from '../format/line.js';
import type { NumberedLine } from '../format/lines.js';
import { ImportRefusedError } from './errors.js';

/** What a sound line says. @throws ImportRefusedError for a line that is not exactly as an export writes it */
export function contentOf({ number, bytes, isWhole }: NumberedLine): Readonly<Record<string, unknown>> {
  const parsed = isWhole ? parseLine(bytes) : null;
  if (parsed === null) throw new ImportRefusedError(number, 'It is cut off, or not JSON. The file is damaged.');
  if (!parsed.isSound) throw new ImportRefusedError(number, 'It is not as it was written: its sum is another.');
  if (!isFormatted(parsed, bytes)) throw new ImportRefusedError(number, 'No export writes a line like this.');
  return parsed.content;
}

/** The member of a line, in its shape. @throws ImportRefusedError */
export function memberOf<Shape extends z.ZodType>(
  { number }: NumberedLine,
  content: Readonly<Record<string, unknown>>,
  kind: string,
  shape: Shape,
): z.output<Shape> {
  if (!Object.hasOwn(content, kind) || Object.keys(content).length !== 1) {
    throw new ImportRefusedError(number, `There should be a line of the kind "${kind}": one was removed or added.`);
  }
  const { success, data, error } = shape.safeParse(content[kind]);
  if (success) return data;
  const [issue] = error.issues;
  throw new ImportRefusedError(number, `${[kind, ...(issue?.path ?? [])].join('.')}: ${issue?.message ?? ''}.`);
}

/** What is imported is the whole of a log. @throws ImportRefusedError, saying what else the file is */
export function wholeHeaderOf(line: NumberedLine): WholeHeader {
  // Read as it is: a later version may write lines in another way.
  const parsed = announcement.safeParse(parseLine(line.bytes)?.content);
  if (!parsed.success) throw new ImportRefusedError(line.number, 'This is no export of this software.');
  const { version } = parsed.data.header;
  if (version !== EXPORT_VERSION) {
    const known = `this version of the software knows ${EXPORT_VERSION}`;
    throw new ImportRefusedError(line.number, `It is an export of version ${version}; ${known}.`);
  }
  const header = memberOf(line, contentOf(line), 'header', headerShape);
  if (header.extent === 'part') {
    throw new ImportRefusedError(line.number, 'This is a part of a log. Only the whole of one can be imported.');
  }
  if ((header.seals === 0) !== (header.leaves === 0)) {
    throw new ImportRefusedError(line.number, 'Its numbers of seals and of sealed events contradict each other.');
  }
  return header;
}

/** The next key. @throws ImportRefusedError */
export function nextKey(line: NumberedLine, last: AuditKey | undefined): AuditKey {
  const key = memberOf(line, contentOf(line), 'key', keyShape);
  if (!isNamedByThumbprint(key)) throw new ImportRefusedError(line.number, `The key is not ${key.keyId}.`);
  if (last !== undefined && !(last.since < key.since || (last.since === key.since && last.keyId < key.keyId))) {
    throw new ImportRefusedError(line.number, 'The key is out of order.');
  }
  return key;
}

function isNamedByThumbprint({ keyId, publicKey }: AuditKey): boolean {
  try {
    return keyIdOf(createPublicKey(publicKey)) === keyId;
  } catch {
    return false;
  }
}

/** The next seal, signed by one of the keys. @throws ImportRefusedError */
export function nextSeal(
  line: NumberedLine,
  last: NumberedSeal | null,
  keys: readonly AuditKey[],
  { seals, leaves }: WholeHeader,
): NumberedSeal {
  const seal = memberOf(line, contentOf(line), 'seal', sealShape);
  const { number, treeSize, sealedAt } = seal;
  const expected = (last?.number ?? 0) + 1;
  if (number !== expected)
    throw new ImportRefusedError(line.number, `There should be seal ${expected}, not ${number}.`);
  const isLast = number === seals;
  const follows = treeSize > (last?.treeSize ?? 0) && sealedAt >= (last?.sealedAt ?? '');
  if (!follows || (isLast ? treeSize !== leaves : treeSize >= leaves)) {
    throw new ImportRefusedError(line.number, `Seal ${number} is out of order.`);
  }
  if (!isSigned(seal, keys)) throw new ImportRefusedError(line.number, `Seal ${number} is forged: no key signed it.`);
  return seal;
}
