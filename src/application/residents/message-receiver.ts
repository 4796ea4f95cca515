import type { CallbackReceiver } from '../../wechat/callbacks/receiver.js';
import { isReleaseTestAccount } from '../../wechat/release-test-accounts.js';
import type { ReleaseTest } from '../release-test/release-test.js';
import type { ResidentMessages } from './resident-messages.js';

/** Where messages go: WeChat's test accounts belong to no tenant, all others to whoever owns them. */
export const messageReceiver = (
  residents: Pick<ResidentMessages, 'answer'>,
  releaseTest: Pick<ReleaseTest, 'message'>,
): Pick<CallbackReceiver, 'message'> => ({
  message: (appId, message) =>
    isReleaseTestAccount(appId) ? releaseTest.message(appId, message) : residents.answer(appId, message),
});
