/** Where the libraries repeat a value, and what is left to say of it. */
const REPEATING: readonly (readonly [RegExp, string])[] = [
  [
    /( cannot represent (?:an invalid date-time-string|an invalid Unix timestamp|non string or Date type|[^:]*?value))\b.*$/s,
    '$1.',
  ],
  [/^(Expected value of type "[^"]*"), found .*$/s, '$1.'],
  [/^Value ".*" does not exist in ("\w+" enum)\..*$/s, 'This value does not exist in $1.'],
  [/^(Argument "\w+" has invalid value) .*$/s, '$1.'],
  [/^(Syntax Error: .*(?:found|Unexpected) (?:Block)?String) ".*"\.$/s, '$1.'],
];

/**
 * What a library says of a document or its variables, without the values that it would repeat: a share code that was
 * sent in the wrong place must not stand in an error's text (R29).
 */
export const withoutValues = (text: string): string =>
  REPEATING.reduce((told, [pattern, left]) => told.replace(pattern, left), text);
