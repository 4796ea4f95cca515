import { createHash } from 'node:crypto';
import type { CallbackKind, CallbackRefusal } from './callback-record.js';
import type { CallbackReceiver, ComponentPush, PassiveReply } from './receiver.js';
import { readComponentPush } from '../messages/component-push.js';
import { passiveReplyXml } from '../messages/passive-reply.js';
import { readResidentMessage } from '../messages/resident-message.js';

/** What WeChat sent, read: what it is, and how it is handed over. */
export interface Delivery {
  readonly kind: CallbackKind;
  readonly appId: string | null;
  /** The same whenever WeChat sends it again (wechat protocol §7.3). */
  readonly identity: string;
  /** Null says nothing. */
  handOver(correlationId: string): Promise<PassiveReply | null>;
  /** The reply as XML, to be encrypted; null where there is none to send. @param createTime seconds since 1970 */
  replyXml(reply: PassiveReply | null, createTime: number): string | null;
  /** A late answer may be given up: the work goes on, and there is nothing that WeChat would have to send again. */
  readonly mayBeLate: boolean;
}

export type DeliveryReading =
  { readonly ok: true; readonly delivery: Delivery } | { readonly ok: false; readonly refusal: CallbackRefusal };

const PUSH_KINDS: Readonly<Record<ComponentPush['kind'], CallbackKind>> = {
  ticket: 'TICKET',
  authorized: 'AUTHORIZED',
  updateauthorized: 'AUTHORIZATION_UPDATED',
  unauthorized: 'UNAUTHORIZED',
  other: 'OTHER_PUSH',
};

/** Of the authorization-event URL. */
export function pushDelivery(text: string, componentAppId: string, receiver: CallbackReceiver): DeliveryReading {
  const reading = readComponentPush(text, componentAppId);
  if (!reading.ok) return { ok: false, refusal: reading.problem === 'APP_ID' ? 'APP_ID' : 'CONTENT' };
  const { push } = reading;
  return {
    ok: true,
    delivery: {
      kind: PUSH_KINDS[push.kind],
      appId: 'appId' in push ? push.appId : null,
      identity: JSON.stringify(['push', createHash('sha256').update(text).digest('hex')]),
      handOver: (correlationId) => receiver.push(push, correlationId).then(() => null),
      replyXml: () => null,
      mayBeLate: false,
    },
  };
}

/** Of the message and event URL of an account. */
export function messageDelivery(text: string, appId: string, receiver: CallbackReceiver): DeliveryReading {
  const message = readResidentMessage(text);
  if (message === null) return { ok: false, refusal: 'CONTENT' };
  const { messageId, fromUserName, createTime, type, event, eventKey } = message;
  const identity = messageId === null ? [appId, fromUserName, createTime, type, event, eventKey] : [appId, messageId];
  return {
    ok: true,
    delivery: {
      kind: 'MESSAGE',
      appId,
      identity: JSON.stringify(identity),
      handOver: () => receiver.message(appId, message),
      replyXml: (reply, createTime) => reply && passiveReplyXml(reply, message, createTime),
      mayBeLate: true,
    },
  };
}
