import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { openEmbeddedSealReader } from '../../../src/audit/embedded/embedded-seals.js';
import { SealStoreError, type SealReader } from '../../../src/audit/seal-store.js';
import { openEmbeddedEventReader } from '../../../src/event-store/embedded/open.js';
import type { EventReader } from '../../../src/event-store/port.js';
import { formatLine } from '../../../src/exports/format/line.js';
import { importWhole } from '../../../src/exports/import/import.js';
import { openEmbeddedTarget } from '../../../src/exports/import/target.js';
import type { Imported } from '../../../src/exports/import/whole-import.js';
import { partExport, type Selection } from '../../../src/exports/write/part.js';
import { wholeExport } from '../../../src/exports/write/whole.js';

const NOTHING_LEFT_OUT: Selection = { tenant: null, since: null, until: null, kept: [] };

async function sealsIn(folder: string): Promise<SealReader | null> {
  try {
    return await openEmbeddedSealReader(folder);
  } catch (error) {
    if (error instanceof SealStoreError && error.problem === 'MISSING') return null;
    throw error;
  }
}

/** What `npm run export` writes of a data folder: the whole, or the part that is selected. */
export async function exported(folder: string, selection?: Partial<Selection>): Promise<string> {
  const log = await openEmbeddedEventReader(folder);
  const seals = await sealsIn(folder);
  try {
    const source = { log, seals, onProgress: () => undefined };
    const lines = selection ? partExport(source, { ...NOTHING_LEFT_OUT, ...selection }) : wholeExport(source);
    return await joined(lines);
  } finally {
    await seals?.close();
    await log.close();
  }
}

/** What `npm run export` writes of a log that is not sealed, wherever it is. */
export const wholeOf = (log: EventReader): Promise<string> =>
  joined(wholeExport({ log, seals: null, onProgress: () => undefined }));

async function joined(lines: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const line of lines) text += line;
  return text;
}

/** What `npm run import` does with it. @param chunk bytes that are read at a time */
export function imported(text: string, folder: string, chunk = 1_000): Promise<Imported> {
  const bytes = Buffer.from(text);
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunk) }, (_, at) =>
    bytes.subarray(at * chunk, (at + 1) * chunk),
  );
  return importWhole({
    chunks: Readable.from(chunks),
    open: (origin) => openEmbeddedTarget({ dataDir: folder, privateDir: folder }, origin),
    onProgress: () => undefined,
  });
}

/** The lines of an export, to be tampered with. */
export const linesOf = (text: string): string[] => text.split('\n').slice(0, -1);

export const textOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

type Content = Record<string, Record<string, unknown>>;

/** The line with something else in it, and a sum that fits: as somebody writes it who knows the format. */
export function rewritten(line: string | undefined, change: (content: Content) => void): string {
  const { sum: _, ...content } = JSON.parse(line ?? '') as Content;
  change(content);
  return formatLine(content).trimEnd();
}

/** The text in a file of a folder. */
export function fileOf(folder: string, text: string): string {
  const path = join(folder, 'export.ndjson');
  writeFileSync(path, text);
  return path;
}

export const contentOf = (path: string): string => readFileSync(path, 'utf8');
