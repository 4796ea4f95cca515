/** Times in the domain are ISO 8601 texts; they are compared as moments, whatever their precision. */

export const isBefore = (time: string, other: string): boolean => Date.parse(time) < Date.parse(other);

export const hoursAfter = (time: string, hours: number): string =>
  new Date(Date.parse(time) + hours * 3_600_000).toISOString();
