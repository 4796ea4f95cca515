import { randomUUID } from 'node:crypto';
import { confirmAtWeChat, weChatPageOf } from '../support/browser.js';
import { expectThat, refused, succeeded } from '../support/expectations.js';
import type { Person } from '../support/person.js';
import { SimulatedPeople, type Heard } from '../support/simulator-control.js';
import type { BindingFeed } from './binding-feed.js';
import type { Narrator } from './narrator.js';

export interface InWeChat {
  readonly narrator: Narrator;
  readonly owner: Person;
  readonly appId: string;
  /** Where WeChat's side is played. */
  readonly simulator: string;
  readonly feed: BindingFeed;
  /** One of the owner's communities that are bound. */
  readonly communityId: string;
}

const key = (): { readonly idempotencyKey: string } => ({ idempotencyKey: randomUUID() });

const REPAIR = '请拨打物业报修电话 0571-8888 8888。';
const WELCOME = '欢迎关注绿园小区！回复“报修”试试。';

/** What residents see of the account: its menu, and what it answers. */
export async function answerResidents({ narrator, owner, appId, simulator }: InWeChat): Promise<void> {
  narrator.chapter('The owner publishes a menu and sets replies; a resident meets them in WeChat');
  const residents = new SimulatedPeople(simulator, appId);
  const buttons = [
    {
      name: '物业服务',
      children: [
        { name: '报修', type: 'CLICK', key: '报修' },
        { name: '缴费', type: 'VIEW', url: 'https://example.com/pay' },
      ],
    },
  ];
  const { menu } = succeeded(
    await owner.mutate<{ menu: { version: number } }>(
      'saveMenuDraft',
      { appId, expectedVersion: 0, buttons, ...key() },
      'menu { version }',
    ),
  );
  const live = succeeded(
    await owner.mutate<{ menu: { live: readonly { readonly name: string }[] | null } }>(
      'publishMenu',
      { appId, expectedVersion: menu.version, ...key() },
      'menu { live { name } }',
    ),
  );
  expectThat(live.menu.live?.[0]?.name === '物业服务', 'the menu to be live');
  narrator.step(owner.name, 'draft and publish a menu', '物业服务 ▸ 报修, 缴费 is live in WeChat');
  const replies = {
    onSubscribe: { type: 'TEXT', text: WELCOME },
    keywords: [{ keywords: ['报修'], match: 'CONTAINS', reply: { type: 'TEXT', text: REPAIR } }],
    byDefault: null,
  };
  succeeded(await owner.mutate('setAutomaticReplies', { appId, replies, ...key() }, 'cursor'));
  narrator.step(owner.name, 'set automatic replies', 'on following, and to the keyword 报修');
  const hears = (did: string, { reply }: Heard, text: string): void => {
    expectThat(reply?.content === text, `the resident to be answered “${text}”`);
    narrator.step('A resident', did, `“${text}”`);
  };
  hears('follow the account', await residents.follow(), WELCOME);
  hears('write “我家水管漏水，要报修”', await residents.say('我家水管漏水，要报修'), REPAIR);
  hears('tap 物业服务 ▸ 报修', await residents.tap('物业服务', '报修'), REPAIR);
}

/** R6, as the account's administrator brings it about in WeChat. The feed tells of two changes more. */
export async function cancelAndResume(stage: InWeChat): Promise<void> {
  const { narrator, owner, appId, simulator, feed, communityId } = stage;
  narrator.chapter('The administrator cancels the authorization in WeChat, and authorizes again');
  const before = feed.changes.length;
  await new SimulatedPeople(simulator, appId).cancel();
  await feed.arrived(before + 1);
  const service = await owner.query<{ community: { service: { available: boolean; reason: string | null } } }>(
    'query ($id: ID!) { community(id: $id) { service { available reason } } }',
    { id: communityId },
  );
  expectThat(service.community.service.reason === 'ACCOUNT_DEAUTHORIZED', 'the community to be without service');
  narrator.step('The administrator', 'cancel in WeChat', 'bindings and sharings are suspended, credentials erased');
  const codes = await owner.mutate('generateShareCodes', { appId, count: 1, ...key() }, 'cursor');
  narrator.step(owner.name, 'generate a share code meanwhile', refused(codes, 'ACCOUNT_NOT_AUTHORIZED'));

  const { authorization } = succeeded(
    await owner.mutate<{ authorization: { url: string } }>('authorizeAccount', key(), 'authorization { url }'),
  );
  await confirmAtWeChat(authorization.url, await weChatPageOf(authorization.url), appId);
  await feed.arrived(before + 2);
  const { account } = await owner.query<{ account: { status: string; bindings: { totalCount: number } } }>(
    'query ($appId: ID!) { account(appId: $appId) { status bindings { totalCount } } }',
    { appId },
  );
  expectThat(account.status === 'AUTHORIZED' && account.bindings.totalCount > 0, 'everything to resume');
  narrator.step(
    owner.name,
    'authorize the account again',
    `everything resumes: ${account.bindings.totalCount} bindings`,
  );
}
