import { asAuthorizedOwner, tenureOf, type Tenure } from '../account/standing.js';
import type { AccountState } from '../account/state.js';
import { accept, refuse, type Decision } from '../decision.js';
import type { Refusal } from '../refusal.js';
import type { MenuButton } from './buttons.js';
import { publishableMenu } from './draft-problems.js';
import { toMenu } from './menu-stream.js';
import type { MenuState } from './state.js';

/** What WeChat is to be asked for, and in whose name. */
export type MenuWish = { readonly tenure: Tenure } & (
  | { readonly kind: 'PUBLISH'; readonly version: number; readonly buttons: readonly MenuButton[] }
  | { readonly kind: 'DELETE' }
);

/** What a decision says before WeChat is asked: ask for this, or no. */
export type Wished = { readonly wish: MenuWish } | { readonly refusal: Refusal };

export interface PublishMenu {
  readonly account: AccountState;
  /** Of the account's present tenure. */
  readonly menu: MenuState;
  readonly tenantId: string;
  /** The version of the draft that its sender has seen. */
  readonly expectedVersion: number;
}

/** R25: the owner publishes the draft as they have seen it, when nothing stands in the way. */
export function decidePublishMenu({ account, menu, tenantId, expectedVersion }: PublishMenu): Wished {
  const owner = asAuthorizedOwner(account, tenantId);
  if ('refusal' in owner) return owner;
  const { tenure } = owner;
  if (menu.version !== expectedVersion) return { refusal: { code: 'MENU_DRAFT_CHANGED', appId: tenure.appId } };
  if (menu.draft === null) return { refusal: { code: 'NO_MENU_DRAFT' } };
  const { permissions, profile } = account;
  const checked = publishableMenu(menu.draft, { permissions, verified: profile?.verified ?? false });
  if (!checked.ok) return { refusal: { code: 'INVALID_INPUT', problems: checked.problems } };
  return { wish: { tenure, kind: 'PUBLISH', version: menu.version, buttons: checked.value } };
}

/** R25: the owner deletes what is live, whoever made it. The draft stays. */
export function decideDeleteMenu({ account, tenantId }: Pick<PublishMenu, 'account' | 'tenantId'>): Wished {
  const owner = asAuthorizedOwner(account, tenantId);
  return 'refusal' in owner ? owner : { wish: { tenure: owner.tenure, kind: 'DELETE' } };
}

/** Whether the account is still in the tenure that the wish belongs to. */
export const isOfTenure = (account: AccountState, { tenure }: MenuWish): boolean =>
  tenureOf(account) !== null && account.tenure === tenure.tenure;

/**
 * WeChat has done it: that is recorded as long as the tenure lasts, also when the account was deauthorized or the draft
 * saved meanwhile.
 */
export function decideRecordMenu({
  account,
  wish,
}: {
  readonly account: AccountState;
  readonly wish: MenuWish;
}): Decision {
  if (!isOfTenure(account, wish)) return refuse({ code: 'ACCOUNT_NOT_FOUND' });
  const { tenure } = wish;
  if (wish.kind === 'DELETE') return accept([toMenu({ type: 'MenuDeleted', data: { ...tenure } })]);
  const { version, buttons } = wish;
  return accept([toMenu({ type: 'MenuPublished', data: { ...tenure, version, buttons } })]);
}
