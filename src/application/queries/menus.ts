import { menuDocumentId } from '../../../projections/menus/projection.js';
import { publishableMenu, type MenuAbilities } from '../../domain/menu/draft-problems.js';
import type { MenuButton } from '../../domain/menu/buttons.js';
import type { InputProblem } from '../../domain/refusal.js';
import { account as accountById } from './accounts.js';
import { actorView } from './actors.js';
import type { Asking } from './asking.js';
import { seesMenu } from './sight.js';
import type { AccountView, MenuView } from './views.js';

/** R7: of the present tenure. For the owner there always is a menu, if only an empty one. */
export async function menu(asking: Asking, account: AccountView): Promise<MenuView | null> {
  if (!seesMenu(account.sight)) return null;
  const id = menuDocumentId(account);
  const document = await asking.reads.menu(id);
  const draft = document?.draft ?? null;
  const publishedBy = document?.publishedBy ?? null;
  return {
    id,
    version: document?.version ?? 0,
    draft,
    live: document?.live ?? null,
    publishedAt: document?.publishedAt ?? null,
    publishedBy: publishedBy === null ? null : actorView(asking, publishedBy),
    draftProblems: problemsOf(draft, { permissions: account.permissionIds ?? [], verified: account.verified }),
  };
}

export async function menuOf(asking: Asking, appId: string): Promise<MenuView | null> {
  const account = await accountById(asking, appId);
  return account && menu(asking, account);
}

function problemsOf(draft: readonly MenuButton[] | null, abilities: MenuAbilities): readonly InputProblem[] {
  if (draft === null) return [];
  const checked = publishableMenu(draft, abilities);
  return checked.ok ? [] : checked.problems;
}
