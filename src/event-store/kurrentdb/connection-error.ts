import { EventStoreConnectionError } from '../errors.js';
import type { ConnectionUrl } from './connection-url.js';
import { codeOf } from './failures.js';

/** Why a server cannot be used, in words for who configures it, without any secret. */
export function connectionError(url: ConnectionUrl, error: unknown): EventStoreConnectionError {
  if (error instanceof EventStoreConnectionError) return error;
  return new EventStoreConnectionError(`KurrentDB at ${url.place} ${reasonOf(url, error)}.`, { cause: error });
}

/** What is to be said of the server: the rest of a sentence that begins with it. */
function reasonOf(url: ConnectionUrl, error: unknown): string {
  const text = error instanceof Error ? `${error.constructor.name} ${error.message}` : '';
  if (isRefusal(error)) return refusalOf(url);
  const [, reason] = REASONS.find(([pattern]) => pattern.test(text)) ?? [];
  return reason ?? `does not answer${url.tls ? '' : '; if it speaks TLS, leave tls=false out'}`;
}

/** By what the texts of failures hold, the more special ones first. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [
    /ERR_TLS_CERT_ALTNAME_INVALID|altnames/i,
    'has a certificate that does not name this host: use a name that it names',
  ],
  [/CERT_HAS_EXPIRED|has expired|not yet valid/i, 'has a certificate that has expired, or is not valid yet'],
  [
    /unable to (verify|get)|self.signed|certificate|CERT_|UnknownIssuer/i,
    'has a certificate that is not trusted here: name its authority with tlsCAFile',
  ],
  [
    /EPROTO|wrong version number|InvalidContentType|corrupt message/i,
    'does not speak TLS: set tls=false if that is meant',
  ],
  [/ENOTFOUND|EAI_AGAIN|Name resolution/i, 'has a host that is not known to the name service'],
  [/NotLeader/, 'is not the leader of its cluster: name several of its nodes, separated by commas'],
  [/ECONNREFUSED|refused/i, 'cannot be reached: the connection is refused'],
  [/EHOSTUNREACH|ENETUNREACH|ETIMEDOUT/i, 'cannot be reached: there is no way to its address'],
];

/** gRPC's UNAUTHENTICATED and PERMISSION_DENIED, or what the client makes of them. */
const isRefusal = (error: unknown): boolean => {
  const code = codeOf(error);
  const text = error instanceof Error ? `${error.constructor.name} ${error.message}` : '';
  return code === 16 || code === 7 || /AccessDenied|access denied|unauthenticated/i.test(text);
};

function refusalOf({ hasUser, tls, files }: ConnectionUrl): string {
  const mayNot = 'the user may not read $all and write (members of $admins may)';
  if (hasUser && tls) return `refuses the user or password of the URL, or ${mayNot}`;
  if (files.userCertFile !== undefined && tls) return `refuses the user of userCertFile, or ${mayNot}`;
  return 'lets nobody in without a user: put user:password@ before the host, and use TLS';
}
