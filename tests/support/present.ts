/** What a test knows to be there. @throws when it is not */
export function present<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('Something is missing that should be there.');
  return value;
}
