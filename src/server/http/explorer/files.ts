import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EXPLORER_SCRIPT, EXPLORER_STYLE } from './page.js';

export interface ExplorerFile {
  readonly type: string;
  readonly content: Buffer;
}

const SCRIPT = 'text/javascript; charset=utf-8';
const STYLE = 'text/css; charset=utf-8';

/** The explorer's files by name, taken from the installed packages: no network is needed. */
export function explorerFiles(): ReadonlyMap<string, ExplorerFile> {
  const files = new Map<string, ExplorerFile>([
    ['explorer.js', { type: SCRIPT, content: Buffer.from(EXPLORER_SCRIPT) }],
    ['explorer.css', { type: STYLE, content: Buffer.from(EXPLORER_STYLE) }],
    ['react.js', { type: SCRIPT, content: fileOf('react', 'umd/react.production.min.js') }],
    ['react-dom.js', { type: SCRIPT, content: fileOf('react-dom', 'umd/react-dom.production.min.js') }],
    ['graphiql.js', { type: SCRIPT, content: fileOf('graphiql', 'graphiql.min.js') }],
    ['graphiql.css', { type: STYLE, content: fileOf('graphiql', 'graphiql.min.css') }],
  ]);
  // The client is a module and one part whose name changes with each release.
  const client = join(folderOf('graphql-ws'), 'dist');
  for (const name of readdirSync(client).filter((file) => /^(client|common-[\w-]+)\.js$/.test(file))) {
    files.set(`graphql-ws/${name}`, { type: SCRIPT, content: readFileSync(join(client, name)) });
  }
  return files;
}

const folderOf = (name: string): string => dirname(require.resolve(`${name}/package.json`));

const fileOf = (name: string, path: string): Buffer => readFileSync(join(folderOf(name), path));
