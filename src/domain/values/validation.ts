import type { InputProblem, InputProblemCode } from '../refusal.js';
import { isAppId } from './account-ids.js';
import * as bounds from './bounds.js';
import { byteLengthOf, cleanText, lengthOf, holdsControlCharacters } from './text.js';

export type Validated<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problems: readonly InputProblem[] };

type Path = readonly string[];

const MERCHANT_NUMBER = /^\d{8,10}$/;

/**
 * Collects every mistake of an input, each with its path. The methods return the value in its normal form, to be used
 * only when `result` finds no mistake.
 */
export class Problems {
  private readonly found: InputProblem[] = [];

  add(code: InputProblemCode, path: Path, facts?: InputProblem['facts']): void {
    this.found.push(facts ? { code, path, facts } : { code, path });
  }

  result<Value>(value: Value): Validated<Value> {
    return this.found.length === 0 ? { ok: true, value } : { ok: false, problems: this.found };
  }

  /** Exactly as it was sent: 1–128 characters. */
  idempotencyKey(value: string, path: Path = ['idempotencyKey']): string {
    return this.bounded(value, path, bounds.IDEMPOTENCY_KEY_LENGTH);
  }

  appId(value: string, path: Path = ['appId']): string {
    if (value === '') this.add('REQUIRED', path);
    else if (!isAppId(value)) this.add('BAD_FORMAT', path);
    return value;
  }

  /** Any other id: what it names is found or not, so that a malformed one differs in nothing from an unknown one. */
  id(value: string, path: Path): string {
    return this.bounded(value, path, bounds.ID_LENGTH);
  }

  /** 1–1,000 ids or labels without duplicates. */
  ids(values: readonly string[], path: Path): readonly string[] {
    if (!this.listSize(values, path)) return values;
    const ids = values.map((value, index) => this.id(value, [...path, String(index)]));
    this.unique(ids, (index) => [...path, String(index)]);
    return ids;
  }

  /** Trimmed and NFC, 1–100 characters, no control characters. */
  name(value: string, path: Path = ['name']): string {
    return this.text(value, path, bounds.NAME_LENGTH);
  }

  reason(value: string, path: Path = ['reason']): string {
    return this.text(value, path, bounds.REASON_LENGTH);
  }

  /** Null where none is given. */
  externalId(value: string | null | undefined, path: Path = ['externalId']): string | null {
    return value === null || value === undefined ? null : this.text(value, path, bounds.EXTERNAL_ID_LENGTH);
  }

  /** 8–10 digits. */
  merchantNumber(value: string, path: Path = ['merchantNumber']): string {
    const number = value.trim();
    if (number === '') this.add('REQUIRED', path);
    else if (!MERCHANT_NUMBER.test(number)) this.add('BAD_FORMAT', path);
    return number;
  }

  count(value: number, path: Path, range: { readonly min: number; readonly max: number }): number {
    if (!Number.isInteger(value) || value < range.min || value > range.max) this.add('OUT_OF_RANGE', path, range);
    return value;
  }

  /** Whether the list has as many entries as it may, 1–1,000 unless told; only then its entries are worth looking at. */
  listSize(values: readonly unknown[], path: Path, { min = 1, max = bounds.LIST_SIZE } = {}): boolean {
    if (values.length < min) this.add('TOO_FEW', path, { min });
    else if (values.length > max) this.add('TOO_MANY', path, { max });
    else return true;
    return false;
  }

  /** Names every value that was there before; nulls may repeat. */
  unique(values: readonly (string | null)[], pathOf: (index: number) => Path): void {
    const seen = new Set<string>();
    values.forEach((value, index) => {
      if (value === null) return;
      if (seen.has(value)) this.add('DUPLICATE', pathOf(index));
      seen.add(value);
    });
  }

  /** An absolute http(s) address on an origin that is allowed; null where none is given. */
  url(value: string | null | undefined, path: Path, isAllowedOrigin: (origin: string) => boolean): string | null {
    if (value === null || value === undefined) return null;
    if (value === '' || lengthOf(value) > bounds.URL_LENGTH) return this.bounded(value, path, bounds.URL_LENGTH);
    const url = URL.canParse(value) ? new URL(value) : null;
    if (!url || !['http:', 'https:'].includes(url.protocol)) this.add('BAD_FORMAT', path);
    else if (!isAllowedOrigin(url.origin)) this.add('NOT_ALLOWED', path);
    return url?.href ?? value;
  }

  /** At least one character, so that what is missing is told from what is wrong. */
  bounded(value: string, path: Path, max: number): string {
    if (value === '') this.add('REQUIRED', path);
    else if (lengthOf(value) > max) this.add('TOO_LONG', path, { max });
    return value;
  }

  /** At least one byte of UTF-8. */
  boundedBytes(value: string, path: Path, max: number): string {
    if (value === '') this.add('REQUIRED', path);
    else if (byteLengthOf(value) > max) this.add('TOO_LONG', path, { max, unit: 'bytes' });
    return value;
  }

  /** One line: trimmed and NFC, no control characters. */
  text(value: string, path: Path, max: number): string {
    return this.withoutControlCharacters(this.bounded(cleanText(value), path, max), path);
  }

  /** As `text`, bounded as WeChat counts. */
  textInBytes(value: string, path: Path, maxBytes: number): string {
    return this.withoutControlCharacters(this.boundedBytes(cleanText(value), path, maxBytes), path);
  }

  private withoutControlCharacters(text: string, path: Path): string {
    if (holdsControlCharacters(text)) this.add('NOT_ALLOWED', path);
    return text;
  }
}
