import type { Cursor } from '../event-store/cursor.js';
import type { Collection, Document, DocumentChange, Page, PageRequest, Scan } from '../read-models/port.js';

/** A place in the log: behind this event. */
export interface Mark {
  readonly cursor: Cursor;
  /** Of the event. */
  readonly occurredAt: string;
  /** Of the event; the same for all that was appended with it. */
  readonly commandId: string;
  /** The latest time of any event up to here: where times are not in order, it is later than the event's own. */
  readonly latest: string;
}

/** A block of the log whose end is kept. */
export interface Block {
  /** From 1. */
  readonly number: number;
  readonly end: Mark;
  /** Number of events up to its end. */
  readonly events: number;
}

/** What stands over kept documents and hides some of them. */
export interface Hidden {
  /** Ids of documents that are passed over. */
  readonly without: readonly string[];
}

/** Block number of the beginning of the log, where there is nothing. */
export const BEGINNING = 0;

/** Documents as they were at the ends of blocks of the log. What is kept never changes. */
export interface KeptHistory {
  lastBlock(): Promise<Block | null>;
  /** The last block that ends at or in front of the cursor. */
  lastBlockUpTo(cursor: Cursor): Promise<Block | null>;
  /** The last block at whose end no event had a later time. */
  lastBlockUntil(time: string): Promise<Block | null>;
  /** As they were at the end of the block, in the order of `ids`; null for what was not there. */
  getMany(collection: Collection, ids: readonly string[], block: number): Promise<readonly (Document | null)[]>;
  /** Scans reject with IndexMissingError. Keys of rows are those of the read models over the same documents. */
  page(collection: Collection, scan: Scan, request: PageRequest & Hidden, block: number): Promise<Page<Document>>;
  count(collection: Collection, scan: Scan & Hidden, block: number): Promise<number>;
  close(): Promise<void>;
}

/** A document that changed in a block. */
export interface HistoryChange extends DocumentChange {
  /** As it was at the end of the block before; null where it was not there. */
  readonly before: Document | null;
}

/** For the one keeper. */
export interface HistoryWriter extends KeptHistory {
  /** Writes a block and what changed in it, in one transaction; the block follows the last one. */
  append(block: Block, changes: readonly HistoryChange[]): Promise<void>;
  /** Called when there is nothing to do: a moment to tidy up. */
  rest(): Promise<void>;
  /** Forgets every block. */
  clear(): Promise<void>;
}
