const LONGEST = 200;
const HIDDEN = '[hidden]';

/**
 * WeChat's errmsg made fit to be shown and kept (R29): without the secrets that were sent along, without anything that
 * looks like one of WeChat's tokens, on one line. The request id (`rid: …`), which its support asks for, stays.
 */
export function safeMessage(errmsg: string, secrets: readonly string[]): string {
  let text = errmsg;
  // Longest first: one secret may be the beginning of another.
  for (const secret of [...secrets].filter((value) => value !== '').sort((a, b) => b.length - a.length))
    text = text.replaceAll(secret, HIDDEN);
  const clean = text
    .replace(/\S*(?:@|%40){3}\S*/gi, HIDDEN)
    .replace(/[A-Za-z0-9_-]{32,}/g, HIDDEN)
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .trim();
  // By characters, so that none is cut in two.
  return Array.from(clean).slice(0, LONGEST).join('');
}
