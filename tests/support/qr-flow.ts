import { confirmAtWeChat, makeOfficialAccount, weChatPageOf } from '../../scripts/support/browser.js';
import type { Party } from './party.js';

export interface Run {
  readonly id: string;
  readonly url: string;
}

/** Starts a run of the QR flow. */
export async function startRun(who: Party): Promise<Run> {
  const { authorization } = await who.do<{ authorization: Run }>('authorizeAccount', {}, 'authorization { id url }');
  return authorization;
}

/** The administrator of an official account that WeChat knows confirms it. */
export const confirmRun = async ({ url }: Run, appId: string): Promise<void> =>
  confirmAtWeChat(url, await weChatPageOf(url), appId);

export interface Outcome {
  readonly status: string;
  readonly account: { readonly appId: string } | null;
  readonly refusal: { readonly code?: string; readonly message?: string } | null;
}

export async function outcomeOf(who: Party, { id }: Pick<Run, 'id'>): Promise<Outcome> {
  const { authorization } = await who.query<{ authorization: Outcome }>(
    `query ($id: ID!) { authorization(id: $id) {
      status account { appId } refusal { ... on UserError { code message } }
    } }`,
    { id },
  );
  return authorization;
}

/** An official account that WeChat knows gives its grant to the person's tenant, or would. */
export async function runFor(who: Party, appId: string): Promise<Outcome> {
  const run = await startRun(who);
  await confirmRun(run, appId);
  return outcomeOf(who, run);
}

/** The administrator confirms, and the browser is held where WeChat sends it: our address, with the code in it. */
export async function confirmAndHold({ url }: Run, appId: string): Promise<string> {
  const page = await weChatPageOf(url);
  const approve = new URL(page);
  approve.pathname += '/approve';
  const response = await fetch(approve, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', referer: page },
    body: new URLSearchParams({ account: appId }).toString(),
    redirect: 'manual',
  });
  const location = response.headers.get('location');
  if (location === null) throw new Error(`WeChat answered ${response.status} and sent the browser nowhere.`);
  return location;
}

/** An official account that WeChat knows and that has authorized nobody. */
export async function newAccountAtWeChat(
  { url }: Run,
  given: Parameters<typeof makeOfficialAccount>[1] = { nickname: '测试公众号', kind: 'SERVICE', verified: true },
): Promise<string> {
  return makeOfficialAccount(await weChatPageOf(url), given);
}
