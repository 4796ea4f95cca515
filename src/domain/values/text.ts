/** Control characters, line and paragraph separators, and halves of surrogate pairs, which no UTF-8 can hold. */
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u;

/** Without blanks at the ends and in Unicode's composed form, so that what looks the same is the same. */
export const cleanText = (text: string): string => text.trim().normalize('NFC');

export const holdsControlCharacters = (text: string): boolean => CONTROL.test(text);

/** Length in characters as people count them more nearly than `length` does: in code points. */
export function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

/** Length in bytes of UTF-8, as WeChat counts. */
export const byteLengthOf = (text: string): number => new TextEncoder().encode(text).length;
