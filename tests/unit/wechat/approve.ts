import type { Simulator } from '../../../src/wechat/simulator/simulator.js';

export interface Approval {
  readonly permissions?: readonly number[];
  readonly fields?: Readonly<Record<string, string>>;
}

/** What the account's administrator does on the page: sends its form, given the URL that the page was opened with. */
export async function approve(pageUrl: string, appId: string, approval: Approval = {}): Promise<Response> {
  const url = new URL(pageUrl);
  url.pathname += '/approve';
  url.hash = '';
  const form = new URLSearchParams({ account: appId, ...approval.fields });
  if (approval.permissions !== undefined) form.set('permissions', 'chosen');
  for (const id of approval.permissions ?? []) form.append('permission', String(id));
  return fetch(url, { method: 'POST', body: form, redirect: 'manual' });
}

/** The code that the browser is sent back with. */
export function codeOf(response: Response): string {
  const location = response.headers.get('location');
  const code = location === null ? null : new URL(location).searchParams.get('auth_code');
  if (code === null) throw new Error(`No code: HTTP status ${response.status}`);
  return code;
}

/** A call of the component API as any client would make it. */
export async function call(
  simulator: Simulator,
  name: string,
  body: unknown,
  query: Readonly<Record<string, string>> = {},
): Promise<Record<string, unknown>> {
  const url = new URL(`/cgi-bin/component/${name}`, simulator.url);
  url.search = new URLSearchParams(query).toString();
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(url, { method: 'POST', body: text });
  expect(response.status).toBe(200);
  return (await response.json()) as Record<string, unknown>;
}
