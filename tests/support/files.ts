import { execFileSync } from 'node:child_process';

/** Prints what the files of a folder hold, as JSON: their paths and bytes. */
const READ = `
  const { readdirSync, readFileSync } = require('node:fs');
  const { join } = require('node:path');
  const files = readdirSync(process.argv[1], { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name));
  process.stdout.write(JSON.stringify(paths.map((path) => [path, readFileSync(path, 'latin1')])));
`;

/**
 * The files of a folder with their bytes (latin1). Another process reads them: to close a file drops every lock that
 * this one has on it, also those by which SQLite keeps two processes from writing it at once.
 */
export function contentsOf(folder: string): readonly (readonly [path: string, bytes: string])[] {
  const printed = execFileSync(process.execPath, ['-e', READ, folder], { encoding: 'utf8', maxBuffer: 2 ** 30 });
  return JSON.parse(printed) as [string, string][];
}

/** Which files of a folder hold one of the texts, in whatever case. Read as bytes, so that no format hides it. */
export function filesHolding(folder: string, texts: readonly string[]): string[] {
  const wanted = texts.map((text) => text.toLowerCase());
  return contentsOf(folder)
    .filter(([, bytes]) => wanted.some((text) => bytes.toLowerCase().includes(text)))
    .map(([path]) => path);
}

/** A share code as it is shown, and without its dashes. */
export const spellings = (code: string): readonly string[] => [code, code.replaceAll('-', '')];
