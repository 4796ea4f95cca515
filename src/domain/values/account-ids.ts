const APP_ID = /^wx[0-9a-f]{16}$/;

export const isAppId = (text: string): boolean => APP_ID.test(text);

/** Id of something that lives on an account, and so says where to look for it: `{appId}.{random}`. */
export const idOnAccount = (appId: string, random: string): string => `${appId}.${random}`;

/** The account that an id made by `idOnAccount` names; null for any other text. */
export function appIdOf(id: string): string | null {
  const dot = id.indexOf('.');
  const appId = id.slice(0, Math.max(dot, 0));
  return isAppId(appId) && dot < id.length - 1 ? appId : null;
}
