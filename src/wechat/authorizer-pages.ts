import { AUTHORIZERS_A_PAGE, type AuthorizerPage, type ComponentPlatform } from './component-platform.js';

/**
 * WeChat's list of those who authorize the platform, page by page, each as it is when it is asked for; at least one.
 *
 * @throws WeChatRefusedError, WeChatUnavailableError
 */
export async function* authorizerPages(
  platform: Pick<ComponentPlatform, 'listAuthorizers'>,
): AsyncGenerator<AuthorizerPage> {
  for (let offset = 0; ; offset += AUTHORIZERS_A_PAGE) {
    const page = await platform.listAuthorizers(offset, AUTHORIZERS_A_PAGE);
    yield page;
    if (page.authorizers.length === 0 || offset + page.authorizers.length >= page.total) return;
  }
}
