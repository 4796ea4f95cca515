import { InvalidAppendError } from './errors.js';

/** How `JSON.stringify` writes half of a surrogate pair, which has no canonical JSON and so could never be proved. */
const LONE_SURROGATE = /(?<!\\)(?:\\\\)*\\ud[89a-f]/;

/**
 * Event data as JSON.
 *
 * @throws InvalidAppendError when it is no JSON object of well-formed texts
 */
export function encodeData(data: unknown): string {
  let text: unknown;
  try {
    text = JSON.stringify(data);
  } catch (error) {
    throw new InvalidAppendError('Event data is not JSON.', { cause: error });
  }
  if (typeof text !== 'string' || !text.startsWith('{')) throw new InvalidAppendError('Event data is not an object.');
  if (text.includes('\\ud') && LONE_SURROGATE.test(text)) {
    throw new InvalidAppendError('Event data holds half of a surrogate pair.');
  }
  return text;
}
