import type { Language } from '../../../schema/context.js';

export type Messages = Readonly<Record<Language, string>>;

/** Texts of errors that carry none of their own. */
export const MESSAGES = {
  UNAUTHENTICATED: {
    en: 'A valid bearer token is needed.',
    zh: '需要有效的访问令牌(Bearer token)。',
  },
  FORBIDDEN: {
    en: 'Your role does not allow this.',
    zh: '您的角色无权执行此操作。',
  },
  BAD_USER_INPUT: {
    en: 'The request is not valid.',
    zh: '请求无效。',
  },
  TOO_MANY_REQUESTS: {
    en: 'Too many requests at once; wait a moment.',
    zh: '请求过多,请稍后再试。',
  },
  TRY_AGAIN: {
    en: 'This could not be done now. Send the same request again, with the same idempotency key.',
    zh: '暂时无法完成,请使用相同的幂等键重新发送同一请求。',
  },
  INTERNAL_SERVER_ERROR: {
    en: 'Something went wrong on our side. Tell us the correlation id.',
    zh: '服务器内部错误,请将 correlation id 告知我们。',
  },
  STOPPING: {
    en: 'The server is stopping. Send the same request again.',
    zh: '服务器正在停止,请重新发送同一请求。',
  },
  VIEWS_BEHIND: {
    en: 'The views have not reached the cursor of x-after-cursor yet. Ask again.',
    zh: '数据视图尚未到达 x-after-cursor 指定的位置,请稍后再查。',
  },
  SUBSCRIPTION_OVER_HTTP: {
    en: 'Subscriptions come over WebSocket, at the same path (graphql-transport-ws).',
    zh: '订阅请使用同一路径的 WebSocket(graphql-transport-ws)。',
  },
  BODY_TOO_LARGE: {
    en: 'A request body has at most 1 MiB.',
    zh: '请求体不能超过 1 MiB。',
  },
  BODY_MALFORMED: {
    en: 'The request body is not the JSON that its headers announce.',
    zh: '请求体不是请求头所声明的 JSON。',
  },
  NOT_FOUND: {
    en: 'There is nothing here. The API is at /graphql.',
    zh: '此处没有内容。API 位于 /graphql。',
  },
} as const satisfies Record<string, Messages>;

export type MessageKey = keyof typeof MESSAGES;
