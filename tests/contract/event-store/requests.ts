import { randomBytes, randomUUID } from 'node:crypto';
import type { AppendRequest, Check, EventData, EventMetadata, NewRecord } from '../../../src/event-store/port.js';

export const OCCURRED_AT = '2026-01-02T03:04:05.678Z';

const hex = (bytes: number): string => randomBytes(bytes).toString('hex');

/** A command nobody has sent before. */
export const newCommand = (): AppendRequest['command'] => ({ id: hex(32), fingerprint: hex(32) });

export function metadata(parts: Partial<EventMetadata> = {}): EventMetadata {
  return {
    occurredAt: OCCURRED_AT,
    command: 'BindCommunities',
    commandId: hex(32),
    fingerprint: hex(32),
    actor: hex(16),
    actorSalt: hex(16),
    actorKind: 'PERSON',
    actorTenant: 't1',
    tenant: 't1',
    correlationId: hex(16),
    causationId: '',
    schemaVersion: '1',
    ...parts,
  };
}

export function record(stream: string, type = 'CommunityBound', data: EventData = {}): NewRecord {
  return { stream, event: { id: randomUUID(), type, data, metadata: metadata() } };
}

export interface RequestParts {
  readonly checks?: readonly Check[];
  readonly command?: AppendRequest['command'];
}

/** An append of these records, or of one plain event to each of these streams. */
export function request(writes: readonly (string | NewRecord)[], parts: RequestParts = {}): AppendRequest {
  return {
    command: parts.command ?? newCommand(),
    records: writes.map((write) => (typeof write === 'string' ? record(write) : write)),
    checks: parts.checks ?? [],
  };
}

export const noStream = (stream: string): Check => ({ stream, expect: 'no-stream' });
export const exists = (stream: string): Check => ({ stream, expect: 'exists' });
export const at = (stream: string, revision: number): Check => ({ stream, expect: { revision } });
