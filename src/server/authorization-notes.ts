import type { AuthorizationNotes, CarriedOn } from '../application/authorization/notes.js';
import type { Metrics } from './http/metrics.js';
import type { EarlyLog } from './early-log.js';

const FAILED: Readonly<Record<CarriedOn, string>> = {
  AUTHORIZATION: 'An authorization could not be carried on yet.',
  MENU: 'What was asked of WeChat about a menu could not be carried on yet.',
  RELEASE_TEST: 'Something of WeChat’s release test failed.',
  FORGETTING: 'The log could not be told yet that somebody was forgotten.',
};

/** Lines of the log, and numbers, about what WeChat's pushes bring about. */
export const authorizationNotes = (log: EarlyLog, metrics: Metrics): AuthorizationNotes => ({
  releasable: (appId) =>
    log.write('warn', 'Another tenant authorizes a deauthorized account; it can be released for it.', { appId }),
  ownerUnknown: (appId) =>
    log.write('warn', 'WeChat has granted an account, and nobody knows for whom; its tenant has to scan again.', {
      appId,
    }),
  dealtWith: (kind, outcome) => metrics.authorizationPushes.inc({ kind, outcome }),
  reconciled: (report) => {
    const { checked, ...found } = report;
    const counts = Object.fromEntries(Object.entries(found).map(([kind, appIds]) => [kind, appIds.length]));
    metrics.reconciled.set({ found: 'checked' }, checked);
    for (const [kind, count] of Object.entries(counts)) metrics.reconciled.set({ found: kind }, count);
    const isAsBelieved = Object.values(counts).every((count) => count === 0);
    log.write(isAsBelieved ? 'info' : 'warn', 'Authorizations were compared with the list of WeChat.', {
      checked,
      ...counts,
    });
  },
  unreachable: (appId, error) =>
    log.write('warn', 'An account could not be compared with what WeChat says of it; it comes next time.', {
      appId,
      reason: messageOf(error),
    }),
  failed: (what, error, about) => log.write('error', FAILED[what], { ...about, reason: reasonOf(error) }),
});

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const reasonOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));
