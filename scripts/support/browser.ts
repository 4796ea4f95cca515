/**
 * A person's browser and phone, as far as the QR flow needs them: opens our page, follows its link to WeChat with a
 * referer, confirms there as the account's administrator, and follows WeChat back to us.
 */

/** Href of the link or action of the form that the page holds. */
function hrefOf(page: string, pattern: RegExp): string {
  const found = pattern.exec(page)?.[1];
  if (found === undefined) throw new Error('The page does not hold the link that it should.');
  return found.replaceAll(/&(?:amp|#38);/g, '&');
}

async function open(url: string, init?: RequestInit): Promise<string> {
  const response = await fetch(url, { signal: AbortSignal.timeout(10_000), ...init });
  const text = await response.text();
  if (!response.ok) throw new Error(`${new URL(url).pathname} answered ${response.status}.`);
  return text;
}

export interface NewSimulatedAccount {
  readonly nickname: string;
  readonly kind: 'SERVICE' | 'SUBSCRIPTION';
  readonly verified: boolean;
}

/** Where WeChat's side of a run is: the page that our page links to. */
export async function weChatPageOf(authorizationUrl: string): Promise<string> {
  return hrefOf(await open(authorizationUrl), /id="to-wechat" href="([^"]+)"/);
}

/** The simulator makes an official account; real WeChat has them already. Resolves to its appId. */
export async function makeOfficialAccount(weChatPage: string, account: NewSimulatedAccount): Promise<string> {
  const answer = await open(`${new URL(weChatPage).origin}/simulator/accounts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(account),
  });
  return (JSON.parse(answer) as { readonly appId: string }).appId;
}

/** The administrator confirms at WeChat, and the browser comes back to our page. */
export async function confirmAtWeChat(authorizationUrl: string, weChatPage: string, appId: string): Promise<void> {
  const approve = new URL(weChatPage);
  approve.pathname += '/approve';
  await open(weChatPage, { headers: { referer: authorizationUrl } });
  await open(approve.href, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', referer: weChatPage },
    body: new URLSearchParams({ account: appId }).toString(),
  });
}
