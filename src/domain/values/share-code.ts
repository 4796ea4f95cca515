/**
 * Share codes as people read, say and type them (R13): `XXXX-XXXX-XXXX-XXXX-XXXX-XXXX`, 23 random characters (104 bits)
 * and a check character.
 *
 * The alphabet has a prime number of characters, none of which looks like another: of each pair such as 0/O, 1/I, 2/Z,
 * 5/S, 8/B at most one is there. With a prime modulus and weights that are never 0 and differ from one place to the next,
 * the check catches every single wrong character and every swap of neighbours. It is public arithmetic, not keyed.
 */

const ALPHABET = '23456789ACDEHJKMPRTVWXY';
const BASE = ALPHABET.length;
const RANDOM_LENGTH = 23;
const GROUP = 4;
/** Generates all remainders but 0 of the base, so that the weights of a code's places are its powers. */
const GENERATOR = 5;
const LEAST_BYTES = 16;

export type ParsedShareCode =
  /** As `formatShareCode` wrote it. */
  { readonly ok: true; readonly normalized: string } | { readonly ok: false };

/**
 * The code that these random bytes stand for; the same bytes give the same code.
 *
 * @param bytes at least 16, so that the bias of their remainder is below 2^-23
 * @throws RangeError
 */
export function formatShareCode(bytes: Uint8Array): string {
  if (bytes.length < LEAST_BYTES) throw new RangeError(`A share code takes at least ${LEAST_BYTES} random bytes.`);
  let rest = bytes.reduce((number, byte) => number * 256n + BigInt(byte), 0n);
  const values: number[] = [];
  for (let place = 0; place < RANDOM_LENGTH; place += 1) {
    values.push(Number(rest % BigInt(BASE)));
    rest /= BigInt(BASE);
  }
  const check = (BASE - ((weightedSum(values) * GENERATOR) % BASE)) % BASE;
  return grouped([...values, check].map((value) => ALPHABET.charAt(value)).join(''));
}

/** Forgives lower case, full-width letters, spaces and dashes of any kind; not one wrong character. */
export function parseShareCode(text: string): ParsedShareCode {
  const plain = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}\u2212]/gu, '');
  if (plain.length !== RANDOM_LENGTH + 1) return { ok: false };
  const values = Array.from(plain, (character) => ALPHABET.indexOf(character));
  if (values.includes(-1) || weightedSum(values) !== 0) return { ok: false };
  return { ok: true, normalized: grouped(plain) };
}

/** Short name of a code (R12): ten characters of its keyed digest, never part of the code. */
export const shareCodeLabel = (digest: string): string => digest.slice(0, 10);

const weightedSum = (values: readonly number[]): number =>
  values.reduce((sum, value) => (sum * GENERATOR + value) % BASE, 0);

const grouped = (plain: string): string => plain.replace(new RegExp(`(.{${GROUP}})(?=.)`, 'g'), '$1-');
