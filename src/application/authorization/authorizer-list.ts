import { authorizerPages } from '../../wechat/authorizer-pages.js';
import type { ComponentPlatform, ListedAuthorizer } from '../../wechat/component-platform.js';

/** Grants come and go while the list is read; after so many readings it is as good as it gets. */
const READINGS = 5;

/**
 * All that WeChat lists, by appId. A grant that ends while the list is read moves those behind it one place ahead, where
 * they may be missed: it is read again until it held still. Who is missing nevertheless was not shown to be gone.
 *
 * @throws WeChatRefusedError, WeChatUnavailableError
 */
export async function readAuthorizerList(
  platform: Pick<ComponentPlatform, 'listAuthorizers'>,
): Promise<ReadonlyMap<string, ListedAuthorizer>> {
  const listed = new Map<string, ListedAuthorizer>();
  for (let reading = 1; reading <= READINGS; reading += 1) {
    if (await readOnce(platform, listed)) break;
  }
  return listed;
}

/** Adds to what was read before. Whether the list held still. */
async function readOnce(
  platform: Pick<ComponentPlatform, 'listAuthorizers'>,
  listed: Map<string, ListedAuthorizer>,
): Promise<boolean> {
  const seen = new Set<string>();
  let heldStill = true;
  let expected: number | null = null;
  for await (const { total, authorizers } of authorizerPages(platform)) {
    heldStill &&= expected === null || expected === total;
    expected = total;
    for (const authorizer of authorizers) {
      seen.add(authorizer.appId);
      listed.set(authorizer.appId, authorizer);
    }
  }
  return heldStill && seen.size === expected;
}
