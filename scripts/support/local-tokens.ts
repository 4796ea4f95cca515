import { issueLocalToken, type LocalToken } from '../../src/auth/local-token.js';
import { loadConfig } from '../../src/config/config.js';
import { loadOrMakeSecrets } from '../../src/config/secrets.js';

export type TokenRequest = Omit<LocalToken, 'lifetimeSeconds' | 'name'> & { readonly name?: string };

/** Tokens signed with the key in a data folder, as `npm run token` makes them. */
export async function localTokens(dataDir: string): Promise<(request: TokenRequest) => Promise<string>> {
  const config = loadConfig({ ...process.env, DATA_DIR: dataDir, PRIVATE_DIR: dataDir });
  const { signingKey } = await loadOrMakeSecrets(config);
  if (signingKey === null) throw new Error('Someone else issues the tokens of this installation.');
  return (request) => issueLocalToken(signingKey, config.tokens, { lifetimeSeconds: 3_600, name: null, ...request });
}
