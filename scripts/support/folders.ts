import { loadFolders, type Folders } from '../../src/config/config.js';

/** Where a script finds its files: as the environment says, with `--data` in DATA_DIR's place. */
export const foldersOf = (data: string | undefined): Folders =>
  loadFolders(data === undefined ? process.env : { ...process.env, DATA_DIR: data });
