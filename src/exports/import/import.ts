import type { LogIdentity } from '../../event-store/moving.js';
import { linesOf } from '../format/lines.js';
import { ImportRefusedError } from './errors.js';
import { wholeHeaderOf } from './head.js';
import type { ImportTarget } from './target.js';
import { WholeImport, type Imported } from './whole-import.js';

export interface ImportOptions {
  /** The file. */
  readonly chunks: AsyncIterable<Buffer>;
  /** Opened when the first line is known to be that of a whole export. */
  readonly open: (origin: LogIdentity) => Promise<ImportTarget>;
  /** Told with the bytes read so far. */
  readonly onProgress: (bytes: number) => void;
}

/**
 * Makes the log again that was exported as a whole: the same events, cursors and receipts, the same seals and keys,
 * checked against each other on the way.
 *
 * @throws ImportRefusedError saying on which line what is wrong; then, as after any other error, nothing is left
 */
export async function importWhole({ chunks, open, onProgress }: ImportOptions): Promise<Imported> {
  let target: ImportTarget | null = null;
  try {
    let importing: WholeImport | null = null;
    for await (const lines of linesOf(counted(chunks, onProgress))) {
      for (const line of lines) {
        if (importing === null || target === null) {
          const header = wholeHeaderOf(line);
          target = await open(header);
          importing = new WholeImport(header, target);
        } else {
          importing.take(line);
          if (importing.isDue) await importing.settle();
        }
      }
    }
    if (importing === null || target === null) throw new ImportRefusedError(1, 'The file is empty.');
    const imported = await importing.end();
    await target.complete();
    return imported;
  } catch (error) {
    await target?.abandon();
    throw error;
  }
}

async function* counted(
  chunks: AsyncIterable<Buffer>,
  onProgress: ImportOptions['onProgress'],
): AsyncGenerator<Buffer, void> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    yield chunk;
    onProgress(bytes);
  }
}
