/** What JSON can say, as `JSON.parse` gives it. */
type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** The value cannot be told as I-JSON (RFC 7493), which is all that RFC 8785 knows. */
export class NotCanonicalError extends Error {
  readonly code = 'NOT_CANONICAL';
  constructor(reason: string) {
    super(`There is no canonical JSON of ${reason}.`);
    this.name = new.target.name;
  }
}

/**
 * JSON as RFC 8785 (JCS) writes it: one text for one meaning. Members are sorted by the UTF-16 code units of their
 * names (§3.2.3); numbers and strings are written as ECMAScript does (§3.2.2), which `JSON.stringify` follows.
 *
 * @throws NotCanonicalError for a half of a surrogate pair, a number that is not finite, and what JSON does not have
 */
export function canonicalJson(value: unknown): string {
  return write(value as Json);
}

function write(value: Json): string {
  switch (typeof value) {
    case 'string':
      return writeString(value);
    case 'number':
      if (!Number.isFinite(value)) throw new NotCanonicalError(`the number ${value}`);
      return JSON.stringify(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? writeArray(value as readonly Json[]) : writeObject(value as Record<string, Json>);
    default:
      throw new NotCanonicalError(`a value of type ${typeof value}`);
  }
}

function writeArray(items: readonly Json[]): string {
  let text = '';
  for (const item of items) text += text === '' ? write(item) : `,${write(item)}`;
  return `[${text}]`;
}

function writeObject(object: Readonly<Record<string, Json>>): string {
  let text = '';
  // The default order of `sort` is that of UTF-16 code units.
  for (const name of Object.keys(object).sort()) {
    // The member is there: its name was just listed.
    text += `${text === '' ? '' : ','}${writeString(name)}:${write(object[name] as Json)}`;
  }
  return `{${text}}`;
}

/** Nothing to escape, and no half of a surrogate pair: what nearly every text is. */
const PLAIN = /^[^"\\\u0000-\u001f\ud800-\udfff]*$/;

function writeString(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  if (!text.isWellFormed()) throw new NotCanonicalError('half of a surrogate pair');
  return JSON.stringify(text);
}
