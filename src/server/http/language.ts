import type { Language } from '../../../schema/context.js';

/** The API's language for an Accept-Language text (RFC 9110, 12.5.4): English unless Chinese is preferred. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const wanted = (acceptLanguage ?? '')
    .slice(0, 1_000)
    .split(',')
    .map(parse)
    .filter(({ tag, weight }) => tag !== '' && weight > 0);
  // Sorting is stable: of equal weights the first one named is preferred.
  const [first] = wanted.sort((a, b) => b.weight - a.weight);
  return first !== undefined && /^zh(-|$)/.test(first.tag) ? 'zh' : 'en';
}

function parse(range: string): { readonly tag: string; readonly weight: number } {
  const [tag = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  return { tag, weight: weight === undefined ? 1 : Number(weight) || 0 };
}
