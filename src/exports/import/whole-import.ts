import { leafOf } from '../../audit/leaf.js';
import { GrowingTree } from '../../audit/merkle/growing-tree.js';
import { leafHash, type Hash } from '../../audit/merkle/hashes.js';
import type { AuditKey, NumberedSeal } from '../../audit/seal.js';
import type { Leaf } from '../../audit/seal-store.js';
import { formatCursor, isCursor, parseCursor, slotWidth } from '../../event-store/cursor.js';
import type { StoredEvent } from '../../event-store/port.js';
import { endShape, eventShape, LEAVES_A_LINE, leavesShape, type WholeHeader } from '../format/contents.js';
import type { NumberedLine } from '../format/lines.js';
import { CommandLoading } from './commands.js';
import { ImportRefusedError } from './errors.js';
import { contentOf, memberOf, nextKey, nextSeal } from './head.js';
import type { ImportTarget } from './target.js';

export interface Imported {
  readonly events: number;
  readonly seals: number;
}

/** Events and seals written together. */
const BATCH = 2_000;
/** No file tells positions behind this exactly. */
const MAX_POSITION = BigInt(Number.MAX_SAFE_INTEGER);
/** Seals read back at a time, to be held against the events. */
const SEALS_AHEAD = 1_000;

/** Takes the lines behind the header in the one order that an export has, and holds all of them against each other. */
export class WholeImport {
  readonly #keys: AuditKey[] = [];
  #keysAreKept = false;
  #lastSeal: NumberedSeal | null = null;
  #newSeals: NumberedSeal[] = [];
  /** The next seals that the events must lead to. */
  #ahead: NumberedSeal[] = [];
  #sealsChecked = 0;
  readonly #tree = new GrowingTree();
  /** Leaves told for the events that come next. */
  #told: readonly string[] = [];
  #toldTaken = 0;
  #newLeaves: Leaf[] = [];
  #written = 0;
  #events = 0;
  /** Of the last event. */
  #position = 0n;
  readonly #commands: CommandLoading;
  #ended = false;
  #line = 1;

  constructor(
    private readonly header: WholeHeader,
    private readonly target: Pick<ImportTarget, 'log' | 'seals'>,
  ) {
    this.#commands = new CommandLoading(target.log);
  }

  /** Whether `settle` has to be called before the next line. */
  get isDue(): boolean {
    const lacksSeals = this.#sealsChecked < this.header.seals && this.#ahead.length === 0;
    const isBehindSeals = this.#lastSeal?.number === this.header.seals;
    return this.#commands.waiting >= BATCH || this.#newSeals.length >= BATCH || (isBehindSeals && lacksSeals);
  }

  /** @throws ImportRefusedError */
  take(line: NumberedLine): void {
    this.#line = line.number;
    if (this.#ended) throw new ImportRefusedError(line.number, 'There is something behind the end.');
    if (this.#keys.length < this.header.keys) {
      this.#keys.push(nextKey(line, this.#keys.at(-1)));
    } else if ((this.#lastSeal?.number ?? 0) < this.header.seals) {
      this.#lastSeal = nextSeal(line, this.#lastSeal, this.#keys, this.header);
      this.#newSeals.push(this.#lastSeal);
    } else if (this.#toldTaken === this.#told.length && this.#events < this.header.leaves) {
      this.#takeLeaves(line);
    } else {
      const content = contentOf(line);
      if (Object.hasOwn(content, 'end')) this.#takeEnd(line, content);
      else this.#takeEvent(line, content);
    }
  }

  /** Writes what has gathered. */
  async settle(): Promise<void> {
    await this.#write(false);
  }

  /** Writes the rest. @throws ImportRefusedError when the file is cut off */
  async end(): Promise<Imported> {
    if (!this.#ended)
      throw new ImportRefusedError(this.#line + 1, 'The file ends here, before its end: it is cut off.');
    await this.#write(true);
    return { events: this.#events, seals: this.header.seals };
  }

  #takeLeaves(line: NumberedLine): void {
    const { number, hashes } = memberOf(line, contentOf(line), 'leaves', leavesShape);
    const expected = Math.min(LEAVES_A_LINE, this.header.leaves - this.#events);
    if (number * LEAVES_A_LINE !== this.#events || hashes.length !== expected) {
      throw new ImportRefusedError(line.number, 'The hashes are not those of the events that come next.');
    }
    this.#told = hashes;
    this.#toldTaken = 0;
  }

  #takeEvent(line: NumberedLine, content: Readonly<Record<string, unknown>>): void {
    const shape = memberOf(line, content, 'event', eventShape);
    const position = this.#nextPosition(shape.cursor);
    if (position === null) {
      throw new ImportRefusedError(line.number, `The event is not number ${this.#events + 1} of its log.`);
    }
    this.#position = position;
    const { installation, epoch } = this.header;
    const event: StoredEvent = { ...shape, cursor: formatCursor({ installation, epoch, position, subIndex: 0 }) };
    if (this.#events < this.header.leaves) this.#takeLeaf(line, event);
    this.#commands.take(event, line.number);
    this.#events += 1;
  }

  #takeLeaf(line: NumberedLine, event: StoredEvent): void {
    const hash = hashOf(line, event);
    if (hash.toString('hex') !== this.#told[this.#toldTaken]) {
      throw new ImportRefusedError(line.number, `Event ${event.id} is not what was sealed.`);
    }
    this.#toldTaken += 1;
    this.#tree.add(hash);
    this.#newLeaves.push({ cursor: event.cursor, hash });
    const [seal] = this.#ahead;
    if (seal?.treeSize !== this.#tree.size) return;
    if (seal.rootHash !== this.#tree.root().toString('hex')) {
      throw new ImportRefusedError(line.number, `The events up to here are not what seal ${seal.number} covers.`);
    }
    this.#ahead = this.#ahead.slice(1);
    this.#sealsChecked += 1;
  }

  #takeEnd(line: NumberedLine, content: Readonly<Record<string, unknown>>): void {
    const { events, seals } = memberOf(line, content, 'end', endShape);
    if (this.#events < this.header.leaves) throw new ImportRefusedError(line.number, 'Sealed events are missing here.');
    if (events !== this.#events || seals !== this.header.seals) {
      const counted = `there are ${this.#events} events and ${this.header.seals} seals`;
      throw new ImportRefusedError(line.number, `There should be ${events} events and ${seals} seals; ${counted}.`);
    }
    this.#ended = true;
  }

  async #write(isEnd: boolean): Promise<void> {
    const { seals } = this.target;
    if (!this.#keysAreKept && this.#keys.length === this.header.keys) {
      await seals.addKeys(this.#keys);
      this.#keysAreKept = true;
    }
    if (this.#newSeals.length > 0) await seals.addSeals(this.#newSeals.splice(0));
    if (this.#newLeaves.length > 0) {
      const leaves = this.#newLeaves.splice(0);
      await seals.grow(this.#written, leaves);
      this.#written += leaves.length;
    }
    await this.#commands.load(isEnd);
    if (this.#ahead.length === 0) this.#ahead = [...(await seals.seals(this.#tree.size, SEALS_AHEAD))];
  }

  /** Where the event stood that comes next; null where a cursor cannot be its. Offsets grow, counted positions by one. */
  #nextPosition(cursor: string): bigint | null {
    if (!isCursor(cursor)) return null;
    const { installation, epoch, position, subIndex } = parseCursor(cursor);
    if (installation !== this.header.installation || epoch !== this.header.epoch || subIndex !== 0) return null;
    if (slotWidth(epoch) === 1) return position === this.#position + 1n ? position : null;
    return position > this.#position && position <= MAX_POSITION ? position : null;
  }
}

function hashOf(line: NumberedLine, event: StoredEvent): Hash {
  try {
    return leafHash(leafOf(event));
  } catch (error) {
    throw new ImportRefusedError(line.number, `Event ${event.id} lacks what every event has.`, { cause: error });
  }
}
