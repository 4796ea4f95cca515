import type { CallbackReceiver } from '../../wechat/callbacks/receiver.js';
import { isReleaseTestAccount } from '../../wechat/release-test-accounts.js';
import type { AuthorizationPushes } from '../authorization/authorization-pushes.js';
import type { ReleaseTest } from '../release-test/release-test.js';
import type { ResidentMessages } from '../residents/resident-messages.js';
import type { ComponentTickets } from '../tokens/component-tickets.js';

export interface ReceiverParts {
  readonly tickets: Pick<ComponentTickets, 'keep'>;
  readonly pushes: Pick<AuthorizationPushes, 'take'>;
  readonly residents: Pick<ResidentMessages, 'answer'>;
  readonly releaseTest: Pick<ReleaseTest, 'push' | 'message'>;
}

/** Where what WeChat sends goes. WeChat's test accounts belong to no tenant: they never meet the others' ways (§7.7). */
export const callbackReceiver = ({ tickets, pushes, residents, releaseTest }: ReceiverParts): CallbackReceiver => ({
  async push(push, correlationId) {
    switch (push.kind) {
      case 'ticket':
        return tickets.keep(push.ticket, push.createdAt);
      case 'other':
        return;
      default:
        return isReleaseTestAccount(push.appId) ? releaseTest.push(push) : pushes.take(push, correlationId);
    }
  },
  message: (appId, message) =>
    isReleaseTestAccount(appId) ? releaseTest.message(appId, message) : residents.answer(appId, message),
});
