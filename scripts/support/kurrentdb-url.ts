import { loadConfig } from '../../src/config/config.js';

/** The server that a command is tried on: `KURRENTDB_URL`, or else the one of `EVENT_STORE_URL`; null where none is named. */
export function kurrentDbUrl(): string | null {
  const url = process.env['KURRENTDB_URL'] ?? '';
  if (url !== '') return url;
  const { eventStore } = loadConfig(process.env);
  return eventStore.engine === 'kurrentdb' ? eventStore.url : null;
}
