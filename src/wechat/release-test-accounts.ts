/**
 * The accounts by which WeChat tests a platform before it is released network-wide (全网发布接入检测): one of five pairs of
 * an official account and a mini program authorizes it, and all of them must be served. They are nobody's: no tenant
 * owns them, and they never appear as accounts.
 */
const ORIGINAL_IDS: ReadonlyMap<string, string> = new Map([
  ['wx570bc396a51b8ff8', 'gh_3c884a361561'],
  ['wxd101a85aa106f53e', 'gh_8dad206e9538'],
  ['wx9252c5e0bb1836fc', 'gh_c0f28a78b318'],
  ['wxc39235c15087f6f3', 'gh_905ae9d01059'],
  ['wx8e1097c5bc82cde9', 'gh_3f222ed8d140'],
  ['wx7720d01d4b2a4500', 'gh_393666f1fdf4'],
  ['wx14550af28c71a144', 'gh_26128078e9ab'],
  ['wx05d483572dcd5d8b', 'gh_39abb5d4e1b7'],
  ['wxa35b9c23cfe664eb', 'gh_2b3713f184a6'],
  ['wx5910277cae6fd970', 'gh_7818dcb60240'],
]);

export const isReleaseTestAccount = (appId: string): boolean => ORIGINAL_IDS.has(appId);

/** `gh_…`; null for any other account. */
export const originalIdOfTestAccount = (appId: string): string | null => ORIGINAL_IDS.get(appId) ?? null;
