import type { AutomaticReplies } from '../../../../src/domain/replies/events.js';
import { NO_REPLIES } from '../../../../src/domain/replies/replies-stream.js';
import { decideSetAutomaticReplies } from '../../../../src/domain/replies/set-automatic-replies.js';
import { given, type World } from '../specification.js';
import * as story from '../stories.js';

const { APP, OWNER, RECIPIENT, STRANGER } = story;

const GREETING: AutomaticReplies = { ...NO_REPLIES, onSubscribe: { type: 'TEXT', text: '欢迎' } };
const OTHER: AutomaticReplies = { ...NO_REPLIES, byDefault: { type: 'IMAGE', mediaId: 'm1' } };

describe('R26: the owner sets automatic replies', () => {
  const set =
    (replies: AutomaticReplies, tenantId = OWNER, tenure = 1) =>
    (world: World) =>
      decideSetAutomaticReplies({
        account: world.account(APP),
        present: world.replies(APP, tenure),
        tenantId,
        replies,
      });
  const owned = story.authorized();

  it('in the tenure’s own stream, concerning the owner', () => {
    const [written] = given(owned)
      .when(set(GREETING))
      .then(['AutomaticRepliesSet', { appId: APP, tenure: 1, owner: OWNER, replies: GREETING }]);
    expect(written).toMatchObject({ stream: `replies-${APP}-1`, tenant: OWNER });
  });

  it('as a whole: what is not named is gone', () => {
    given(owned, story.replying(GREETING))
      .when(set(OTHER))
      .then(['AutomaticRepliesSet', { replies: OTHER }]);
    given(owned, story.replying(GREETING))
      .when(set(NO_REPLIES))
      .then(['AutomaticRepliesSet', { replies: NO_REPLIES }]);
  });

  it('and the same ones again change nothing', () => {
    given(owned, story.replying(GREETING))
      .when(set({ ...GREETING }))
      .thenUnchanged();
    given(owned).when(set(NO_REPLIES)).thenUnchanged();
  });

  it('R6: also while the account is deauthorized', () => {
    given(owned, story.deauthorized()).when(set(GREETING)).then(['AutomaticRepliesSet']);
  });

  it('R7: of each tenure anew, also when the same owner comes back', () => {
    const again = story.authorized({ tenure: 2, grant: 2 });
    const past = given(owned, story.replying(GREETING), story.released(), again);
    past.when(set(GREETING, OWNER, 2)).then(['AutomaticRepliesSet', { tenure: 2 }]);
    past.when((world) => expect(world.replies(APP, 2)).toEqual(NO_REPLIES));
  });

  it('R5: and nobody else does', () => {
    given(owned, story.shared()).when(set(GREETING, RECIPIENT)).thenRefused({ code: 'NOT_ACCOUNT_OWNER' });
    given(owned).when(set(GREETING, STRANGER)).thenRefused({ code: 'ACCOUNT_NOT_FOUND' });
    given(owned, story.released()).when(set(GREETING)).thenRefused({ code: 'ACCOUNT_NOT_FOUND' });
    given().when(set(GREETING)).thenRefused({ code: 'ACCOUNT_NOT_FOUND' });
  });
});
