import { z } from 'zod';
import { readXml } from './xml-reading.js';

const text = z.string().trim();

const shape = z.object({ Encrypt: text.min(1), AppId: text.optional() });

/** What WeChat posts (wechat protocol §1.1), still encrypted. */
export interface Envelope {
  readonly encrypted: string;
  /** The platform's app id; only pushes to the platform itself carry it, messages to accounts do not. */
  readonly appId: string | null;
}

/** Null for anything else. */
export function readEnvelope(body: string): Envelope | null {
  const { success, data } = shape.safeParse(readXml(body));
  return success ? { encrypted: data.Encrypt, appId: data.AppId ?? null } : null;
}
