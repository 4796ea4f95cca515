import { loadFolders, loadStores, type Folders, type Stores } from '../../src/config/config.js';

const environment = (data: string | undefined): NodeJS.ProcessEnv =>
  data === undefined ? process.env : { ...process.env, DATA_DIR: data };

/** Where a script finds its files: as the environment says, with `--data` in DATA_DIR's place. */
export const foldersOf = (data: string | undefined): Folders => loadFolders(environment(data));

/** The same, and where the log is. @throws ConfigError */
export const storesOf = (data: string | undefined): Stores => loadStores(environment(data));
