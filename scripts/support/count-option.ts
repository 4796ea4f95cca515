import { UsageError } from './usage-error.js';

/** The value of an option that says how many. @throws UsageError */
export function countOption(name: string, text: string): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count > 0) return count;
  throw new UsageError(`--${name} is a whole number, 1 or more.`);
}
