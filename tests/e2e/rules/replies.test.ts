import { deauthorized, accountOf, happen } from '../../support/happenings.js';
import { headOf, logOf } from '../../support/log.js';
import { newKey, officerOf, partyOf, type Party } from '../../support/party.js';
import { runFor } from '../../support/qr-flow.js';
import { startTestSystem, type TestSystem } from '../../support/test-system.js';
import { pastOf } from '../feeds/documents.js';

const REPLY = 'type text mediaId articles { title description url pictureUrl }';
const REPLIES = `onSubscribe { ${REPLY} } keywords { keywords match reply { ${REPLY} } } byDefault { ${REPLY} }`;
const NONE = { onSubscribe: null, keywords: [], byDefault: null };

const TEXT = { type: 'TEXT', text: '欢迎' };
const SET = {
  onSubscribe: TEXT,
  keywords: [
    { keywords: ['报修', ' 维修 '], match: 'CONTAINS', reply: { type: 'IMAGE', mediaId: 'media-1' } },
    {
      keywords: ['水费'],
      match: 'EQUALS',
      reply: { type: 'NEWS', articles: [{ title: '水费账单', url: 'https://example.com/water' }] },
    },
  ],
};
const told = (reply: object) => ({ text: null, mediaId: null, articles: null, ...reply });
const SHOWN = {
  onSubscribe: told(TEXT),
  keywords: [
    { keywords: ['报修', '维修'], match: 'CONTAINS', reply: told({ type: 'IMAGE', mediaId: 'media-1' }) },
    {
      keywords: ['水费'],
      match: 'EQUALS',
      reply: told({
        type: 'NEWS',
        articles: [{ title: '水费账单', description: null, url: 'https://example.com/water', pictureUrl: null }],
      }),
    },
  ],
  byDefault: null,
};

describe('R26: automatic replies', () => {
  let system: TestSystem;
  let owner: Party;
  beforeAll(async () => {
    system = await startTestSystem();
    owner = await partyOf(system);
  });
  afterAll(() => system.close());

  const set = (who: Party, appId: string, replies: object) =>
    who.ask<{ replies: unknown; cursor: string }>(
      'setAutomaticReplies',
      { appId, replies },
      `... on SetAutomaticRepliesSuccess { account { id } replies { ${REPLIES} } cursor }
       ... on InvalidInput { problems { code path message } }`,
    );
  const repliesFor = async (who: Party, appId: string): Promise<unknown> => {
    const { account } = await who.query<{ account: { replies: unknown } | null }>(
      `query ($appId: ID!) { account(appId: $appId) { replies { ${REPLIES} } } }`,
      { appId },
    );
    return account?.replies;
  };

  test('are set as a whole, shown to the owner at once, and told by the feed and the trail', async () => {
    const appId = await accountOf(system, owner);
    expect(await repliesFor(owner, appId)).toEqual(NONE);
    const after = await headOf(system);

    const answer = await set(owner, appId, SET);

    expect(answer).toMatchObject({ account: { id: appId }, replies: SHOWN });
    expect(await repliesFor(owner, appId)).toEqual(SHOWN);
    expect(await set(owner, appId, { keywords: [], byDefault: TEXT })).toMatchObject({
      replies: { ...NONE, byDefault: told(TEXT) },
    });
    const changes = await pastOf(system, owner, 'accountChanges', { after });
    expect(changes.map(({ kind }) => kind)).toEqual(['REPLIES_CHANGED', 'REPLIES_CHANGED']);
    const { auditTrail } = await owner.query<{ auditTrail: { nodes: { summary: string; data: object }[] } }>(
      'query ($appId: ID!) { auditTrail(first: 1, filter: { appId: $appId }) { nodes { type summary data } } }',
      { appId },
    );
    expect(auditTrail.nodes).toMatchObject([
      { type: 'AutomaticRepliesSet', data: { replies: { ...NONE, byDefault: TEXT } } },
    ]);
  });

  test('that are the same change nothing, and succeed', async () => {
    const appId = await accountOf(system, owner);
    await set(owner, appId, SET);
    const before = await headOf(system);
    expect(await set(owner, appId, SET)).toMatchObject({ replies: SHOWN });
    expect(await logOf(system, before)).toEqual([]);
  });

  test('R5: are the owner’s alone', async () => {
    const appId = await accountOf(system, owner);
    const recipient = await partyOf(system);
    await owner.share(appId, recipient);
    await set(owner, appId, SET);

    await recipient.isRefused('setAutomaticReplies', { appId, replies: { keywords: [] } }, 'NOT_ACCOUNT_OWNER');
    const stranger = await partyOf(system);
    await stranger.isRefused('setAutomaticReplies', { appId, replies: { keywords: [] } }, 'ACCOUNT_NOT_FOUND');
    expect(await repliesFor(recipient, appId)).toBeNull();
    expect(await repliesFor(await officerOf(system, 'AUDITOR'), appId)).toBeNull();
    expect(await repliesFor(stranger, appId)).toBeUndefined();
  });

  test('R6: can be set while the account is deauthorized', async () => {
    const appId = await accountOf(system, owner);
    await happen(system, [deauthorized({ appId, tenure: 1, owner: owner.tenant })]);
    expect(await set(owner, appId, SET)).toMatchObject({ replies: SHOWN });
  });

  test('R7: end with the tenure, for the next owner and for the same one who comes back', async () => {
    const appId = await system.authorize(owner);
    await set(owner, appId, SET);
    await owner.do('releaseAccount', { appId });
    const successor = await partyOf(system);
    await runFor(successor, appId);
    expect(await repliesFor(successor, appId)).toEqual(NONE);
    await successor.do('releaseAccount', { appId });
    await runFor(owner, appId);
    expect(await repliesFor(owner, appId)).toEqual(NONE);
    expect(await set(owner, appId, SET)).toMatchObject({ replies: SHOWN });
  });

  test('that two operators set at once are those of the one who came last', async () => {
    const appId = await accountOf(system, owner);
    const texts = ['甲', '乙', '丙', '丁'];
    const answers = await Promise.all(
      texts.map((text) => set(owner, appId, { keywords: [], byDefault: { type: 'TEXT', text } })),
    );
    const last = answers
      .map(({ cursor }, index) => ({ cursor, text: texts[index] }))
      .sort((a, b) => (a.cursor < b.cursor ? 1 : -1))[0];
    expect(await repliesFor(owner, appId)).toMatchObject({ byDefault: { text: last?.text } });
  });

  test.each([
    [
      'en',
      'text is too long; it may have at most 2048 bytes of UTF-8.',
      'mediaId does not belong to type NEWS; leave it out.',
    ],
    ['zh', 'text 太长，应为 至多 2048 个字节（UTF-8）。', '类型 NEWS 没有 mediaId，请去掉。'],
  ])('are refused with every mistake and where it is (%s)', async (language, tooLong, notAllowed) => {
    const speaker = await partyOf(system, { tenant: owner.tenant, language });
    const answer = await set(speaker, await accountOf(system, owner), {
      onSubscribe: { type: 'TEXT', text: '水'.repeat(683) },
      keywords: [
        {
          keywords: ['a', 'A'],
          match: 'EQUALS',
          reply: { type: 'NEWS', mediaId: 'm', articles: [{ title: '', url: 'x' }] },
        },
      ],
    });
    const rule = ['replies', 'keywords', '0'];
    const article = [...rule, 'reply', 'articles', '0'];
    expect(answer).toMatchObject({
      code: 'INVALID_INPUT',
      problems: [
        { code: 'TOO_LONG', path: ['replies', 'onSubscribe', 'text'], message: tooLong },
        { code: 'DUPLICATE', path: [...rule, 'keywords', '1'] },
        { code: 'NOT_ALLOWED', path: [...rule, 'reply', 'mediaId'], message: notAllowed },
        { code: 'REQUIRED', path: [...article, 'title'] },
        { code: 'BAD_FORMAT', path: [...article, 'url'] },
      ],
    });
  });

  test('come back with the key that set them', async () => {
    const appId = await accountOf(system, owner);
    const key = newKey();
    const again = () => owner.do<{ cursor: string }>('setAutomaticReplies', { appId, replies: SET, ...key });
    expect(await again()).toEqual(await again());
    await owner.isRefused(
      'setAutomaticReplies',
      { appId, replies: { keywords: [] }, ...key },
      'IDEMPOTENCY_KEY_REUSED',
    );
  });
});
