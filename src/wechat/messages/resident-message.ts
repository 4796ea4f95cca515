import { z } from 'zod';
import type { ResidentMessage } from '../callbacks/receiver.js';
import { present } from '../present.js';
import { readXml } from './xml-reading.js';
import { seconds, trimmed } from './xml-values.js';

const LONGEST_ID = 128;

const shape = z.object({
  ToUserName: trimmed.min(1).max(LONGEST_ID),
  FromUserName: trimmed.min(1).max(LONGEST_ID),
  CreateTime: seconds,
  MsgType: trimmed.min(1).max(LONGEST_ID),
  // A resident's own words, with their blanks.
  Content: z.string().optional(),
  MsgId: trimmed.regex(/^\d{0,20}$/).optional(),
  Event: trimmed.optional(),
  EventKey: trimmed.optional(),
});

/** A decrypted message to an account (wechat protocol §7.1); null for what is none. */
export function readResidentMessage(text: string): ResidentMessage | null {
  const { data } = shape.safeParse(readXml(text));
  if (data === undefined) return null;
  return {
    toUserName: data.ToUserName,
    fromUserName: data.FromUserName,
    createTime: data.CreateTime,
    type: data.MsgType,
    content: data.Content ?? null,
    messageId: present(data.MsgId),
    event: present(data.Event),
    eventKey: present(data.EventKey),
  };
}
