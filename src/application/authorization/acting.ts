import type { Acting } from '../deciding/executor.js';

/**
 * WeChat tells of what its user did. No tenant acts: an owner whose account another tenant scanned must not learn from
 * the actor who that was (R2, R27).
 */
export const fromWeChat = (correlationId: string): Acting => ({
  actor: '',
  actorKind: 'WECHAT',
  actorTenant: '',
  correlationId,
  causationId: '',
});

/** The installation itself, on its schedule. */
export const bySystem = (correlationId: string): Acting => ({ ...fromWeChat(correlationId), actorKind: 'SYSTEM' });
