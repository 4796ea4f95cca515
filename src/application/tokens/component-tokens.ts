import type { MakeTokenSource } from '../../wechat/token-source.js';
import { COMPONENT_TOKEN } from '../vault-names.js';
import { KeptToken, type StoredToken, type TokenKeeping } from './kept-token.js';

interface StoredComponentToken extends StoredToken {
  /** Whose it is: a token of another platform opens nothing. */
  readonly component: string;
}

/** The token of the platform itself, in the vault, for all processes. */
export const keepComponentToken =
  (keeping: TokenKeeping, component: string): MakeTokenSource =>
  (fetchToken) => {
    const kept = new KeptToken<StoredComponentToken>(keeping, {
      name: COMPONENT_TOKEN,
      isUsable: (stored) => stored.component === component,
      renew: async () => {
        const { token, expiresAt } = await fetchToken();
        return { component, accessToken: token, accessTokenExpiresAt: new Date(expiresAt).toISOString() };
      },
    });
    return {
      get: async () => (await kept.get()).token,
      refused: (token) => kept.refused(token),
    };
  };
