import { randomBytes, randomUUID } from 'node:crypto';
import type { AppendRequest, EventMetadata } from '../../src/event-store/port.js';

const OCCURRED_AT = '2026-01-01T00:00:00.000Z';
const APP = 'wx0123456789abcdef';

/** The account that every command checks without writing it; it is there from the start. */
export const ACCOUNT = `account-${APP}`;

const hex = (bytes: number): string => randomBytes(bytes).toString('hex');

/** What has to be in the log before the first round. */
export function authorized(): AppendRequest {
  return request(ACCOUNT, 'AccountAuthorized', []);
}

/** One binding of the client's tenant: written at an exact revision, with a check on the account, as R15 asks. */
export function binding(client: number, revision: number): AppendRequest {
  const stream = `tenant-t${client}`;
  return request(stream, 'CommunityBound', [
    { stream, expect: revision === 0 ? 'no-stream' : { revision: revision - 1 } },
    { stream: ACCOUNT, expect: { revision: 0 } },
  ]);
}

function request(stream: string, type: string, checks: AppendRequest['checks']): AppendRequest {
  const command = { id: hex(32), fingerprint: hex(32) };
  const data = {
    community: `c-${hex(6)}`,
    tenant: stream,
    account: APP,
    tenure: 1,
    owner: 't0',
    sharing: `${APP}.${hex(8)}`,
    interface: null,
  };
  return {
    command,
    records: [{ stream, event: { id: randomUUID(), type, data, metadata: metadata(command) } }],
    checks,
  };
}

function metadata(command: AppendRequest['command']): EventMetadata {
  return {
    occurredAt: OCCURRED_AT,
    command: 'BindCommunities',
    commandId: command.id,
    fingerprint: command.fingerprint,
    actor: hex(16),
    actorSalt: hex(16),
    actorKind: 'PERSON',
    actorTenant: 't1',
    tenant: 't1',
    correlationId: hex(16),
    causationId: '',
    schemaVersion: '1',
  };
}
