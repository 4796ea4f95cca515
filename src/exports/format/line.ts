import { hash } from 'node:crypto';
import { canonicalJson } from '../../audit/canonical-json.js';

/** Hex digits of SHA-256 that a line ends with: enough to notice any accident; what proves is the seals. */
const SUM_DIGITS = 32;
const SUM_MEMBER = ',"sum":"';
/** The member, its value, and `"}`. */
const TAIL = SUM_MEMBER.length + SUM_DIGITS + 2;

const sumOf = (body: string | Buffer): string => hash('sha256', body, 'hex').slice(0, SUM_DIGITS);

/**
 * A line of an export: canonical JSON (RFC 8785) of the content with `sum` behind it, and a line feed. The sum is over
 * everything in front of it. Names in the content sort before `sum`.
 */
export function formatLine(content: object): string {
  const body = canonicalJson(content).slice(0, -1);
  return `${body}${SUM_MEMBER}${sumOf(body)}"}\n`;
}

export interface ParsedLine {
  /** What the line says, without the sum. */
  readonly content: Readonly<Record<string, unknown>>;
  /** Whether the sum is that of the line. */
  readonly isSound: boolean;
}

/** Whether the text is what `formatLine` writes, where its sum is sound. */
export function isFormatted({ content }: ParsedLine, line: Buffer): boolean {
  try {
    return line.toString('utf8', 0, line.length - TAIL) === canonicalJson(content).slice(0, -1) && hasTail(line);
  } catch {
    // There is no canonical JSON of it.
    return false;
  }
}

const hasTail = (line: Buffer): boolean =>
  line.toString('utf8', line.length - TAIL, line.length - TAIL + SUM_MEMBER.length) === SUM_MEMBER;

/** Null for what is not one JSON object. */
export function parseLine(line: Buffer): ParsedLine | null {
  let value: unknown;
  try {
    value = JSON.parse(line.toString('utf8'));
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const { sum, ...content } = value as Record<string, unknown>;
  return { content, isSound: sum === sumOf(line.subarray(0, Math.max(0, line.length - TAIL))) };
}
