import { WeChatFault } from './fault.js';

export type Body = Readonly<Record<string, unknown>>;

/** WeChat does not mind the content type. @throws WeChatFault 44002, 47001 */
export function parseBody(body: string): Body {
  if (body === '') throw new WeChatFault(44002);
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    throw new WeChatFault(47001);
  }
  if (!isObject(parsed)) throw new WeChatFault(47001);
  return parsed;
}

export function isObject(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws WeChatFault with the code given when the field is missing or empty, 47001 when it is no text */
export function text(body: Body, field: string, missing: number): string {
  const value = body[field];
  if (value === undefined || value === null || value === '') throw new WeChatFault(missing);
  if (typeof value !== 'string') throw new WeChatFault(47001);
  return value;
}

/** @throws WeChatFault 47001 when it is no whole number, 40097 out of bounds */
export function wholeNumber(body: Body, field: string, least: number, most: number): number {
  const value = body[field];
  if (typeof value !== 'number' || !Number.isInteger(value)) throw new WeChatFault(47001);
  if (value < least || value > most) throw new WeChatFault(40097);
  return value;
}
