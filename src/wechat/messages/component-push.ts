import { z } from 'zod';
import { isAppId } from '../../domain/values/account-ids.js';
import type { ComponentPush } from '../callbacks/receiver.js';
import { present } from '../present.js';
import { readXml } from './xml-reading.js';
import { moment, trimmed } from './xml-values.js';

const appId = trimmed.refine(isAppId);
const common = { AppId: trimmed, CreateTime: moment };

const ticket = z.object({ ...common, ComponentVerifyTicket: trimmed.min(1) });

const grant = z.object({
  ...common,
  AuthorizerAppid: appId,
  AuthorizationCode: trimmed.min(1),
  PreAuthCode: trimmed.optional(),
});

const cancellation = z.object({ ...common, AuthorizerAppid: appId });

const other = z.object({ ...common, InfoType: trimmed.min(1) });

export type PushReading =
  | { readonly ok: true; readonly push: ComponentPush }
  /** `APP_ID`: it is about another platform, which may share our address. */
  | { readonly ok: false; readonly problem: 'MALFORMED_MESSAGE' | 'APP_ID' };

/** A decrypted push to the authorization-event URL (wechat protocol §2). @param componentAppId the platform's own */
export function readComponentPush(text: string, componentAppId: string): PushReading {
  const fields = readXml(text);
  const known = other.safeParse(fields);
  if (!known.success) return { ok: false, problem: 'MALFORMED_MESSAGE' };
  if (known.data.AppId !== componentAppId) return { ok: false, problem: 'APP_ID' };
  const push = pushOf(known.data.InfoType, known.data.CreateTime, fields);
  return push === null ? { ok: false, problem: 'MALFORMED_MESSAGE' } : { ok: true, push };
}

function pushOf(infoType: string, createdAt: string, fields: unknown): ComponentPush | null {
  switch (infoType) {
    case 'component_verify_ticket': {
      const { data } = ticket.safeParse(fields);
      return data === undefined ? null : { kind: 'ticket', createdAt, ticket: data.ComponentVerifyTicket };
    }
    case 'authorized':
    case 'updateauthorized': {
      const { data } = grant.safeParse(fields);
      if (data === undefined) return null;
      return {
        kind: infoType,
        createdAt,
        appId: data.AuthorizerAppid,
        authorizationCode: data.AuthorizationCode,
        preAuthCode: present(data.PreAuthCode),
      };
    }
    case 'unauthorized': {
      const { data } = cancellation.safeParse(fields);
      return data === undefined ? null : { kind: 'unauthorized', createdAt, appId: data.AuthorizerAppid };
    }
    default:
      return { kind: 'other', createdAt, infoType };
  }
}
