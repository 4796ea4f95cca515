import { accountStream } from '../../domain/account/account-stream.js';
import { repliesId, repliesStream } from '../../domain/replies/replies-stream.js';
import { replyTo } from '../../domain/replies/reply-to.js';
import { isAppId } from '../../domain/values/account-ids.js';
import { MessageRefusedError } from '../../wechat/callbacks/message-refused.js';
import type { PassiveReply, ResidentMessage } from '../../wechat/callbacks/receiver.js';
import type { StreamStates } from '../deciding/stream-states.js';

/**
 * What accounts answer residents (R26), from what the log says now: read models may lag, and a cancellation or a change
 * of replies holds at once. Nothing of the resident is kept, written or told to anyone.
 */
export class ResidentMessages {
  constructor(private readonly states: Pick<StreamStates, 'fresh'>) {}

  /** Null to say nothing. @throws MessageRefusedError */
  async answer(appId: string, message: ResidentMessage): Promise<PassiveReply | null> {
    if (!isAppId(appId)) throw new MessageRefusedError('ACCOUNT_UNKNOWN');
    const { state: account } = await this.states.fresh(accountStream, appId);
    if (account.owner === null) throw new MessageRefusedError('ACCOUNT_UNKNOWN');
    if (account.profile?.originalId !== message.toUserName) throw new MessageRefusedError('OTHER_ACCOUNT');
    if (account.status !== 'AUTHORIZED') throw new MessageRefusedError('ACCOUNT_NOT_AUTHORIZED');
    const { state: replies } = await this.states.fresh(repliesStream, repliesId({ appId, tenure: account.tenure }));
    return replyTo(replies, message);
  }
}
