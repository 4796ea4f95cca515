import { z } from 'zod';
import { isCursor, parseCursor } from '../../event-store/cursor.js';
import { endShape, kindOf, type Kind } from '../format/contents.js';
import { parseLine } from '../format/line.js';
import type { NumberedLine } from '../format/lines.js';

/** A line that is not as it was written, or not where it was. */
export interface DamagedLine {
  readonly line: number;
  readonly reason: string;
  /** Where it is about an event that can be told. */
  readonly eventId: string | null;
  /** In a whole export: how many events stand in front of it. */
  readonly index: number | null;
}

/** What a line says, as far as it can be read. */
export interface ReadLine {
  readonly kind: Kind | null;
  readonly content: Readonly<Record<string, unknown>>;
}

/** What orders lines of a kind among themselves. */
const orders: Readonly<Partial<Record<Kind, z.ZodType<string | number>>>> = {
  key: z.object({ since: z.string(), keyId: z.string() }).transform(({ since, keyId }) => `${since} ${keyId}`),
  seal: z.object({ number: z.number() }).transform(({ number }) => number),
  leaves: z.object({ number: z.number() }).transform(({ number }) => number),
  event: z.object({ cursor: z.string() }).transform(({ cursor }) => cursor),
};

const STAGES: Readonly<Record<Kind, number>> = { header: 0, key: 1, seal: 2, leaves: 3, event: 3, leaf: 3, end: 4 };

/** What is damaged more often than this is told in sum. */
const MOST = 1_000;

/** Looks at every line for what the seals say nothing of: whether it is as it was written, and where. */
export class LineChecks {
  readonly damaged: DamagedLine[] = [];
  /** Why the counts of the last line do not hold; null where they do. */
  countedWrong: DamagedLine | null = null;
  events = 0;
  /** How many there should be, as the last line tells; null where none does. */
  told: number | null = null;
  #line = 0;
  #stage = 0;
  #ended = false;
  #position: bigint | null = null;
  #gap: DamagedLine | null = null;
  readonly #last = new Map<Kind, string | number>();

  /**
   * @param sealed how many events are sealed, which says where they belong; null for a part, where proofs and numbers
   *   say so for all
   */
  constructor(private readonly sealed: number | null) {}

  /** Null for what cannot be read. */
  check(line: NumberedLine): ReadLine | null {
    this.#line = line.number;
    const parsed = line.isWhole ? parseLine(line.bytes) : null;
    if (parsed === null) {
      this.#tell('It is cut off, or not JSON.', null);
      return null;
    }
    const { content, isSound } = parsed;
    const kind = kindOf(content);
    const id = idOf(content);
    if (!isSound) this.#tell('It is not as it was written: its sum is another.', id);
    else if (kind === null) this.#tell('No export has a line of this kind.', id);
    else if (this.#ended) this.#tell('It stands behind the end.', id);
    else if (!this.#isInPlace(kind, content[kind])) this.#tell('It is not where it was written.', id);
    if (kind === 'event' || kind === 'leaf') this.events += 1;
    if (kind === 'end') this.#end(content);
    return { kind, content };
  }

  /** At the end of the file. */
  finish(): void {
    if (this.#ended) return;
    this.#line += 1;
    this.#tell('The file ends here, before its end: it is cut off.', null);
  }

  #end(content: ReadLine['content']): void {
    this.#ended = true;
    const { success, data } = endShape.safeParse(content['end']);
    if (success) this.told = data.events;
    if (success && data.events === this.events) return;
    const counted = success ? `There should be ${data.events} events` : 'The number of events is not told';
    const reason = `${counted}; there are ${this.events}.`;
    // Not every engine numbers its events without a gap; where one lacks, the first gap is most likely the place.
    this.countedWrong = this.#gap === null ? this.#damage(reason, null) : { ...this.#gap, reason };
  }

  #lookForGap(cursor: string | number): void {
    if (typeof cursor !== 'string' || !isCursor(cursor)) return;
    const { position } = parseCursor(cursor);
    if (this.#position !== null && position > this.#position + 1n) {
      this.#gap ??= this.#damage('', null);
    }
    this.#position = position;
  }

  #isInPlace(kind: Kind, member: unknown): boolean {
    const stage = STAGES[kind];
    if (kind === 'header' && this.#line !== 1) return false;
    if (this.sealed === null) return true;
    if (stage < this.#stage) return false;
    this.#stage = stage;
    const place = orders[kind]?.safeParse(member).data;
    if (place === undefined) return true;
    const last = this.#last.get(kind);
    this.#last.set(kind, place);
    if (kind === 'event') this.#lookForGap(place);
    return last === undefined || place > last || (kind === 'event' && this.events < this.sealed);
  }

  #tell(reason: string, eventId: string | null): void {
    if (this.damaged.length < MOST) this.damaged.push(this.#damage(reason, eventId));
  }

  #damage(reason: string, eventId: string | null): DamagedLine {
    return { line: this.#line, reason, eventId, index: this.sealed === null ? null : this.events };
  }
}

function idOf(content: ReadLine['content']): string | null {
  const member = content['event'] ?? content['leaf'];
  if (typeof member !== 'object' || member === null || !('id' in member)) return null;
  return typeof member.id === 'string' ? member.id : null;
}
