import { createReadStream } from 'node:fs';
import { announcement, EXPORT_VERSION, headerShape, type Header } from '../format/contents.js';
import { parseLine } from '../format/line.js';
import { linesOf, type NumberedLine } from '../format/lines.js';

/** The file cannot be checked at all. */
export class ExportUnusableError extends Error {
  readonly code = 'EXPORT_UNUSABLE';
  constructor(path: string, reason: string) {
    super(`${path} cannot be checked: ${reason}`);
    this.name = new.target.name;
  }
}

const AT_ONCE = 1024 * 1024;

/** The file's lines, some at a time; every call begins anew. */
export const linesIn = (path: string): AsyncGenerator<readonly NumberedLine[], void> =>
  linesOf(createReadStream(path, { highWaterMark: AT_ONCE }));

/** What the first line says. @throws ExportUnusableError */
export async function headerIn(path: string): Promise<Header> {
  for await (const [first] of linesIn(path)) {
    if (first === undefined) continue;
    const content = parseLine(first.bytes)?.content;
    const announced = announcement.safeParse(content);
    if (!announced.success) break;
    const { version } = announced.data.header;
    if (version !== EXPORT_VERSION) {
      throw new ExportUnusableError(path, `it is of version ${version}; this software knows ${EXPORT_VERSION}.`);
    }
    const { success, data } = headerShape.safeParse(content?.['header']);
    if (!success) throw new ExportUnusableError(path, 'line 1 is not as an export begins.');
    return data;
  }
  throw new ExportUnusableError(path, 'line 1 says that it is no export of this software.');
}
