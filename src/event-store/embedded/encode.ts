import { encodeData } from '../encode-data.js';
import type { AppendRequest, Check, EventMetadata } from '../port.js';
import { validateAppend } from '../validate.js';
import { EXISTS, NO_STREAM, type WireAppend } from './messages.js';

/**
 * The request as the writer takes it. Everything becomes text here and now, so that what the caller does to its
 * objects afterwards changes nothing.
 *
 * @throws InvalidAppendError
 */
export function encodeAppend(request: AppendRequest): WireAppend {
  validateAppend(request);
  const records: string[] = [];
  const checks: (string | number)[] = [];
  for (const { stream, expect } of request.checks) checks.push(stream, encodeExpectation(expect));
  let metadata: EventMetadata | undefined;
  let metadataText = '';
  for (const { stream, event } of request.records) {
    // Many records of one command usually share one object.
    if (event.metadata !== metadata) {
      metadata = event.metadata;
      const { occurredAt: _, ...rest } = metadata;
      metadataText = JSON.stringify(rest);
    }
    records.push(stream, event.type, event.id, metadataText, encodeData(event.data));
  }
  return {
    commandId: request.command.id,
    fingerprint: request.command.fingerprint,
    occurredAt: metadata?.occurredAt ?? '',
    records,
    checks,
  };
}

function encodeExpectation(expect: Check['expect']): number {
  if (expect === 'no-stream') return NO_STREAM;
  return expect === 'exists' ? EXISTS : expect.revision;
}
