import type { TimesDocument } from '../documents.js';

/** Places of a block that share a span: so many events at most are looked at for nothing at either end of a period. */
export const SPAN_SIZE = 64;

/** Times of a block's events, with one more. Nothing is taken for granted of their order. */
export function withTime(document: TimesDocument | null, place: number, occurredAt: string): TimesDocument {
  const spans = [...(document?.spans ?? [])];
  const number = Math.floor(place / SPAN_SIZE);
  while (spans.length <= number) spans.push(null);
  const [first, last] = spans[number] ?? [occurredAt, occurredAt];
  spans[number] = [occurredAt < first ? occurredAt : first, occurredAt > last ? occurredAt : last];
  return { kind: 'times', spans };
}

/** Numbers of the spans that hold a time from `from` on and before `until`; null is open. */
export const spansWithin = ({ spans }: TimesDocument, from: string | null, until: string | null): readonly number[] =>
  spans.flatMap((span, number) => {
    if (span === null) return [];
    const [first, last] = span;
    return (from === null || last >= from) && (until === null || first < until) ? [number] : [];
  });
