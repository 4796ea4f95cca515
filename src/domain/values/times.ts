import { DateTime } from 'luxon';

/** Times in the domain are ISO 8601 texts; they are compared as moments, whatever their precision. */
const momentOf = (time: string): DateTime => DateTime.fromISO(time, { zone: 'utc' });

export const isBefore = (time: string, other: string): boolean => momentOf(time) < momentOf(other);

/** ISO 8601 in UTC with milliseconds. */
export const hoursAfter = (time: string, hours: number): string =>
  momentOf(time).plus({ hours }).toJSDate().toISOString();
