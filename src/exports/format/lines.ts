/** A line of a file, without its line feed. */
export interface NumberedLine {
  /** From 1. */
  readonly number: number;
  readonly bytes: Buffer;
  /** False only of a last line that the file ends within. */
  readonly isWhole: boolean;
}

/** Longest line that is read; the largest events are far smaller. */
const LONGEST = 64 * 1024 * 1024;
const LINE_FEED = 0x0a;

/** No line of an export is so long. */
export class LineTooLongError extends Error {
  readonly code = 'LINE_TOO_LONG';
  constructor(line: number) {
    super(`Line ${line} is longer than ${LONGEST} bytes: this is no export of this software.`);
    this.name = new.target.name;
  }
}

/** The lines of a file, some at a time, as they come. @throws LineTooLongError */
export async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<readonly NumberedLine[], void> {
  let number = 0;
  /** Of the line that has begun. */
  let begun: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    const lines: NumberedLine[] = [];
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
      const rest = chunk.subarray(start, end);
      const bytes = begun.length === 0 ? rest : Buffer.concat([...begun, rest]);
      number += 1;
      lines.push({ number, bytes, isWhole: true });
      begun = [];
      length = 0;
      start = end + 1;
    }
    if (start < chunk.length) {
      begun.push(chunk.subarray(start));
      length += chunk.length - start;
      if (length > LONGEST) throw new LineTooLongError(number + 1);
    }
    yield lines;
  }
  if (begun.length > 0) yield [{ number: number + 1, bytes: Buffer.concat(begun), isWhole: false }];
}
