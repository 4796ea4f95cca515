import { accountStream } from '../../src/domain/account/account-stream.js';
import type { Tenure } from '../../src/domain/account/standing.js';
import { UNCHANGED } from '../../src/domain/decision.js';
import { menuButton } from '../../src/domain/menu/buttons.js';
import { menuId, menuStream } from '../../src/domain/menu/menu-stream.js';
import { decidePublishMenu, decideRecordMenu } from '../../src/domain/menu/publish-menu.js';
import { decideSaveMenuDraft } from '../../src/domain/menu/save-menu-draft.js';
import { repliesId, repliesStream } from '../../src/domain/replies/replies-stream.js';
import { decideSetAutomaticReplies } from '../../src/domain/replies/set-automatic-replies.js';
import type { OfficialAccount } from './cast.js';
import { communityName } from './names.js';
import { operatorOf, type World } from './world.js';

/** R26: the owner says what residents are answered. */
export function setReplies(world: World, { appId, owner }: OfficialAccount): void {
  if (!owner) return;
  const account = world.state(accountStream, appId);
  const keyword = communityName(world.chance);
  world.happen('SetAutomaticReplies', operatorOf(world, owner), () =>
    decideSetAutomaticReplies({
      account,
      present: world.state(repliesStream, repliesId(tenureIn(appId, account))),
      tenantId: owner.id,
      replies: {
        onSubscribe: { type: 'TEXT', text: `欢迎关注${keyword}` },
        keywords: [{ keywords: ['缴费', keyword], match: 'CONTAINS', reply: { type: 'TEXT', text: '请点击菜单缴费' } }],
        byDefault: null,
      },
    }),
  );
}

/** R25: the owner drafts a menu and publishes it. */
export function publishMenu(world: World, { appId, owner }: OfficialAccount): void {
  if (!owner) return;
  const account = world.state(accountStream, appId);
  const menu = () => world.state(menuStream, menuId(tenureIn(appId, account)));
  const url = `https://pay.example/${world.chance.hex(8)}`;
  world.happen('SaveMenuDraft', operatorOf(world, owner), () =>
    decideSaveMenuDraft({
      account,
      menu: menu(),
      tenantId: owner.id,
      expectedVersion: menu().version,
      buttons: [menuButton('缴费', { type: 'VIEW', url }), menuButton('报修', { type: 'CLICK', key: 'repair' })],
    }),
  );
  world.happen('PublishMenu', operatorOf(world, owner), () => {
    const asked = decidePublishMenu({ account, menu: menu(), tenantId: owner.id, expectedVersion: menu().version });
    return 'wish' in asked ? decideRecordMenu({ account, wish: asked.wish }) : UNCHANGED;
  });
}

const tenureIn = (appId: string, { tenure }: Pick<Tenure, 'tenure'>) => ({ appId, tenure });
