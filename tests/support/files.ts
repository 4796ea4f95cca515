import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Which files of a folder hold one of the texts, in whatever case. Read as bytes, so that no format hides it. */
export function filesHolding(folder: string, texts: readonly string[]): string[] {
  const wanted = texts.map((text) => text.toLowerCase());
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => {
      const bytes = readFileSync(file, 'latin1').toLowerCase();
      return wanted.some((text) => bytes.includes(text));
    });
}

/** A share code as it is shown, and without its dashes. */
export const spellings = (code: string): readonly string[] => [code, code.replaceAll('-', '')];
