import { createWriteStream, openSync, closeSync, fsyncSync, renameSync, rmSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Characters that are written together. */
const AT_ONCE = 64 * 1024;

/** The reader of standard output has gone away. */
export const isClosedPipe = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EPIPE';

/** Writes texts as fast as they are taken: to standard output, or to a file that has its name only when it is complete. */
export async function writeOut(texts: AsyncIterable<string>, file: string | undefined): Promise<void> {
  if (file === undefined) {
    await pipeline(Readable.from(gathered(texts)), process.stdout, { end: false });
    return;
  }
  const partial = `${file}.partial`;
  try {
    await pipeline(Readable.from(gathered(texts)), createWriteStream(partial));
    settle(partial);
    renameSync(partial, file);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}

async function* gathered(texts: AsyncIterable<string>): AsyncGenerator<Buffer, void> {
  let [gathering, length] = [[] as string[], 0];
  for await (const text of texts) {
    gathering.push(text);
    length += text.length;
    if (length < AT_ONCE) continue;
    yield Buffer.from(gathering.join(''), 'utf8');
    [gathering, length] = [[], 0];
  }
  if (length > 0) yield Buffer.from(gathering.join(''), 'utf8');
}

function settle(path: string): void {
  const descriptor = openSync(path, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
