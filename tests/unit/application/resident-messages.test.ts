import { StreamStates } from '../../../src/application/deciding/stream-states.js';
import { ResidentMessages } from '../../../src/application/residents/resident-messages.js';
import { NO_REPLIES } from '../../../src/domain/replies/replies-stream.js';
import type { SnapshotStore } from '../../../src/application/snapshots/snapshot-store.js';
import type { ResidentMessage } from '../../../src/wechat/callbacks/receiver.js';
import { happen, profile } from '../projections/happenings.js';
import { MemoryLog } from '../projections/memory-log.js';

const appId = 'wx0123456789abcdef';
const first = { appId, tenure: 1, owner: 'o1' };
const MARKER = '住在三栋的秘密';
const OPENID = 'o-secret-openid';

const NO_SNAPSHOTS: SnapshotStore = {
  load: () => Promise.resolve(null),
  save: () => Promise.resolve(),
  close: () => Promise.resolve(),
};

const message = (given: Partial<ResidentMessage> = {}): ResidentMessage => ({
  toUserName: profile.originalId,
  fromUserName: OPENID,
  createTime: 1_700_000_000,
  type: 'text',
  content: MARKER,
  messageId: '1',
  event: null,
  eventKey: null,
  ...given,
});

describe('R26: a resident’s message', () => {
  let log: MemoryLog;
  let residents: ResidentMessages;
  beforeEach(() => {
    log = new MemoryLog();
    residents = new ResidentMessages(new StreamStates(log, NO_SNAPSHOTS));
  });
  const answers = (text: string) =>
    happen(log, 'AutomaticRepliesSet', { ...first, replies: { ...NO_REPLIES, byDefault: { type: 'TEXT', text } } });

  it('is answered by what the log says now', async () => {
    happen(log, 'AccountAuthorized', first);
    expect(await residents.answer(appId, message())).toBeNull();
    answers('您好');
    expect(await residents.answer(appId, message())).toEqual({ type: 'TEXT', text: '您好' });
    answers('再见');
    expect(await residents.answer(appId, message())).toEqual({ type: 'TEXT', text: '再见' });
  });

  it('R6: is refused while the account is deauthorized', async () => {
    happen(log, 'AccountAuthorized', first);
    answers('您好');
    await residents.answer(appId, message());
    happen(log, 'AccountDeauthorized', first);
    await expect(residents.answer(appId, message())).rejects.toMatchObject({ reason: 'ACCOUNT_NOT_AUTHORIZED' });
    happen(log, 'AccountResumed', { ...first, grant: 2 });
    expect(await residents.answer(appId, message())).toEqual({ type: 'TEXT', text: '您好' });
  });

  it('R7: is not answered by what an earlier owner set', async () => {
    happen(log, 'AccountAuthorized', first);
    answers('您好');
    happen(log, 'AccountReleased', first);
    await expect(residents.answer(appId, message())).rejects.toMatchObject({ reason: 'ACCOUNT_UNKNOWN' });
    happen(log, 'AccountAuthorized', { appId, tenure: 2, owner: 'o2', grant: 2 });
    expect(await residents.answer(appId, message())).toBeNull();
  });

  it('is refused where the account of the address is not the one that it names', async () => {
    happen(log, 'AccountAuthorized', first);
    const refused = residents.answer(appId, message({ toUserName: 'gh_another' }));
    await expect(refused).rejects.toMatchObject({ code: 'MESSAGE_REFUSED', reason: 'OTHER_ACCOUNT' });
  });

  it.each([appId, 'no-app-id', '../wx'])('is refused where nobody knows the account: %s', async (unknown) => {
    const refused = residents.answer(unknown, message());
    await expect(refused).rejects.toMatchObject({ reason: 'ACCOUNT_UNKNOWN' });
    const error = await refused.catch((thrown: unknown) => thrown);
    for (const told of [OPENID, MARKER]) expect(String((error as Error).stack)).not.toContain(told);
  });
});
