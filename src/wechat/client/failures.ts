import {
  NOT_AUTHORIZED,
  NotAuthorizedError,
  WeChatConfigurationError,
  WeChatRefusedError,
  WeChatUnavailableError,
} from '../component-platform.js';
import { meaningOf, type ErrcodeMeaning } from './errcodes.js';
import { safeMessage } from './safe-message.js';

/** WeChat answered with an error code. */
export interface Failure {
  readonly errcode: number;
  readonly errmsg: string;
}

/** When to ask again where WeChat does not let one tell, seconds. */
export const SOON_SECONDS = 5;

/** What a failed call means for its caller; `appId`: the account that it was about, where it was about one. */
export function failureOf(
  failure: Failure,
  appId: string | null,
  secrets: readonly string[],
  meaning: ErrcodeMeaning = meaningOf(failure.errcode),
): WeChatRefusedError | WeChatUnavailableError {
  const { action } = meaning;
  if (action !== 'REFUSE' && action !== 'AUTHORIZE') return platformFailure(failure, secrets, meaning);
  const errmsg = safeMessage(failure.errmsg, secrets);
  return failure.errcode === NOT_AUTHORIZED && appId !== null
    ? new NotAuthorizedError(appId, errmsg)
    : new WeChatRefusedError(failure.errcode, errmsg);
}

/** As `failureOf`, where the reason lies with the platform whatever it is. */
export function platformFailure(
  { errcode, errmsg }: Failure,
  secrets: readonly string[],
  { action, retryAfterSeconds }: ErrcodeMeaning = meaningOf(errcode),
): WeChatUnavailableError {
  const message = safeMessage(errmsg, secrets);
  return action === 'RETRY' || action === 'LATER'
    ? new WeChatUnavailableError(`WeChat is busy (${errcode}): ${message}`, retryAfterSeconds)
    : // A token refused although it was fetched this moment counts here too: someone else fetches tokens as well.
      new WeChatConfigurationError(errcode, message, retryAfterSeconds || SOON_SECONDS);
}
