export interface GraphQLErrorAnswer {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string };
}

/** An answer as it came over HTTP, whatever it is. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Undefined where the text is no JSON object. */
  readonly body:
    { readonly data?: Record<string, unknown> | null; readonly errors?: readonly GraphQLErrorAnswer[] } | undefined;
}

export interface WireRequest {
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Posts a body exactly as given: a text as it is, anything else as JSON. No answer counts as a failure. */
export async function post(url: string, body: unknown, { token, headers }: WireRequest = {}): Promise<WireAnswer> {
  return answered(
    await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...authorization(token), ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
      signal: AbortSignal.timeout(20_000),
    }),
  );
}

export async function get(url: string, { token, headers }: WireRequest = {}): Promise<WireAnswer> {
  const init = { headers: { ...authorization(token), ...headers }, signal: AbortSignal.timeout(20_000) };
  return answered(await fetch(url, init));
}

const authorization = (token: string | null | undefined): Record<string, string> =>
  token == null ? {} : { authorization: `Bearer ${token}` };

async function answered(response: Response): Promise<WireAnswer> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: objectOf(text) };
}

function objectOf(text: string): WireAnswer['body'] {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** Codes of `errors[]`. */
export const codesOf = ({ body }: Pick<WireAnswer, 'body'>): readonly string[] =>
  (body?.errors ?? []).map(({ extensions }) => extensions.code);
