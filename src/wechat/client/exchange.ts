import { z } from 'zod';

const DEFAULT_TIMEOUT = 5_000;
const JSON_TYPE = { 'content-type': 'application/json' };

/** No answer that could be understood: whether WeChat did what was asked is unknown. */
export class NoAnswerError extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.name = new.target.name;
  }
}

export type Answer<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly errcode: number; readonly errmsg: string };

const failure = z.object({ errcode: z.int(), errmsg: z.string().default('') });

export interface Exchange {
  /** Where WeChat's API is, such as `https://api.weixin.qq.com`. */
  readonly api: string;
  /** Milliseconds until an answer has to be complete. */
  readonly timeout?: number;
}

/** One request as it goes out: a body is sent as JSON in raw UTF-8. */
export interface Message {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body?: object;
}

/**
 * One request to WeChat, which answers HTTP 200 even for errors. Fields that are not known are ignored.
 * @throws NoAnswerError
 */
export async function exchange<T>(
  { api, timeout = DEFAULT_TIMEOUT }: Exchange,
  { method, path, query, body }: Message,
  shape: z.ZodType<T>,
): Promise<Answer<T>> {
  const url = new URL(path, api);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const sent = body === undefined ? {} : { headers: JSON_TYPE, body: JSON.stringify(body) };
  const answer = await fetchJson(url, { method, ...sent }, timeout);
  const failed = failure.safeParse(answer);
  if (failed.success && failed.data.errcode !== 0) return { ok: false, ...failed.data };
  const parsed = shape.safeParse(answer);
  // Only paths of fields: their values may be tokens.
  if (!parsed.success) {
    const fields = parsed.error.issues.map((issue) => issue.path.join('.') || 'the whole').join(', ');
    throw new NoAnswerError(`WeChat's answer to ${path} does not have the documented form: ${fields}`);
  }
  return { ok: true, value: parsed.data };
}

async function fetchJson(url: URL, request: RequestInit, timeout: number): Promise<unknown> {
  const signal = AbortSignal.timeout(timeout);
  let text: string;
  try {
    const response = await fetch(url, {
      ...request,
      // A redirect would carry the secrets elsewhere.
      redirect: 'error',
      signal,
    });
    if (response.status !== 200) {
      await response.body?.cancel();
      throw new NoAnswerError(`WeChat answered ${url.pathname} with HTTP status ${response.status}`);
    }
    text = await response.text();
  } catch (error) {
    if (error instanceof NoAnswerError) throw error;
    // The cause is left out: it may quote the URL, which holds the token.
    throw new NoAnswerError(
      signal.aborted
        ? `WeChat did not answer ${url.pathname} in ${timeout} ms`
        : `WeChat cannot be reached for ${url.pathname}`,
    );
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new NoAnswerError(`WeChat's answer to ${url.pathname} is not JSON`);
  }
}
