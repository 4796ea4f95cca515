/** auth_type: only official accounts are offered, no mini programs. */
const OFFICIAL_ACCOUNTS = '1';

/** §3.1. There is no `state` parameter: what identifies the run stands in the redirect URI. */
export function pcAuthorizationUrl(host: string, component: string, preAuthCode: string, redirectUri: string): string {
  const url = new URL('/cgi-bin/componentloginpage', host);
  url.search = parameters(component, preAuthCode, redirectUri).toString();
  return url.href;
}

/** §3.1, the present form of it. WeChat's client looks for the fragment. */
export function mobileAuthorizationUrl(
  host: string,
  component: string,
  preAuthCode: string,
  redirectUri: string,
): string {
  const url = new URL('/wxaopen/safe/bindcomponent', host);
  url.search = new URLSearchParams([
    ['action', 'bindcomponent'],
    ['no_scan', '1'],
    ...parameters(component, preAuthCode, redirectUri),
  ]).toString();
  url.hash = 'wechat_redirect';
  return url.href;
}

function parameters(component: string, preAuthCode: string, redirectUri: string): URLSearchParams {
  return new URLSearchParams({
    component_appid: component,
    pre_auth_code: preAuthCode,
    redirect_uri: redirectUri,
    auth_type: OFFICIAL_ACCOUNTS,
  });
}
