import { z } from 'zod';

const LONGEST_SECONDS = 11;

/** The text of an element whose blanks at the ends mean nothing. */
export const trimmed = z.string().trim();

/** Seconds since 1970, as a number. */
export const seconds = trimmed.regex(new RegExp(`^\\d{1,${LONGEST_SECONDS}}$`)).transform(Number);

/** Seconds since 1970, as ISO 8601. */
export const moment = seconds.transform((value) => new Date(value * 1_000).toISOString());
