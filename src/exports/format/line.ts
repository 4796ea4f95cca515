import { hash } from 'node:crypto';
import { canonicalJson } from '../../audit/canonical-json.js';

/** Hex digits of SHA-256 that a line ends with: enough to notice any accident; what proves is the seals. */
const SUM_DIGITS = 32;
/** `,"sum":"…"}` */
const TAIL = `,"sum":""}`.length + SUM_DIGITS;

const sumOf = (body: string | Buffer): string => hash('sha256', body, 'hex').slice(0, SUM_DIGITS);

/**
 * A line of an export: canonical JSON (RFC 8785) of the content with `sum` behind it, and a line feed. The sum is over
 * everything in front of it. Names in the content sort before `sum`.
 */
export function formatLine(content: object): string {
  const body = canonicalJson(content).slice(0, -1);
  return `${body},"sum":"${sumOf(body)}"}\n`;
}

export interface ParsedLine {
  /** What the line says, without the sum. */
  readonly content: Readonly<Record<string, unknown>>;
  /** Whether the sum is that of the line. */
  readonly isSound: boolean;
}

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
