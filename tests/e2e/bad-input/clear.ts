import { codesOf, type WireAnswer } from '../../support/wire.js';

export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Of errors that clients may get for what they sent. */
const CODES = ['UNAUTHENTICATED', 'FORBIDDEN', 'BAD_USER_INPUT', 'TOO_MANY_REQUESTS', 'TRY_AGAIN'];

/** Nothing of the inside: no stack, no place in the source, no path of a machine (R29). */
const INSIDE = /\n\s+at |node_modules|\.[jt]s:\d+|stacktrace|\/(home|root|work|tmp|usr)\/|SQLITE|TypeError|RangeError/;

/** What is never so, whatever was sent. */
export function expectNoAccident({ status, text }: Pick<WireAnswer, 'status' | 'text'>): void {
  expect(status).toBeLessThan(500);
  expect(text).not.toMatch(INSIDE);
  expect(text).not.toContain('INTERNAL_SERVER_ERROR');
}

/** The request as a whole is refused, with a coded error. */
export function expectRefused(answer: WireAnswer, code = 'BAD_USER_INPUT'): void {
  expectNoAccident(answer);
  expect(CODES).toEqual(expect.arrayContaining(codesOf(answer)));
  expect(new Set(codesOf(answer))).toEqual(new Set([code]));
  for (const { message } of answer.body?.errors ?? []) expect(message).toMatch(/\S{2}/);
}

/** That a text is in the language: Chinese has Han characters, English has none. */
export function expectLanguage(text: string, language: Language): void {
  if (language === 'zh') expect(text).toMatch(/\p{Script=Han}/u);
  else expect(text).not.toMatch(/\p{Script=Han}/u);
}
