import type { EventData } from '../../src/event-store/port.js';
import type { Language } from '../context.js';
import { messagesIn } from './catalogue.js';

/** What an event says in one sentence. A type that this version does not know is named as it is. */
export function summaryOf(type: string, data: EventData, language: Language): string {
  const summaries: Partial<Record<string, (facts: never) => string>> = messagesIn(language).summaries;
  const summary = Object.hasOwn(summaries, type) ? summaries[type] : undefined;
  // The trail holds what the log's own types declare.
  return summary ? summary(data as never) : type;
}
