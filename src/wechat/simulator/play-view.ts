import { type Html, html } from '../../web/html.js';
import { permissionName } from '../permission-sets.js';
import { KIND_NAMES, type SimulatedAccount } from './accounts.js';
import type { Controls } from './controls.js';
import type { Line } from './conversations.js';
import type { LiveButton } from './menu.js';

export interface AccountView {
  readonly controls: Controls;
  readonly account: SimulatedAccount;
  /** Who is being played. */
  readonly person: number;
  readonly people: readonly number[];
  /** What this person and the account told each other, oldest first. */
  readonly lines: readonly Line[];
}

/** One account, as its administrator and as a resident has it before him. */
export function accountView(view: AccountView): Html {
  const { account } = view;
  const [zh, en] = KIND_NAMES[account.kind];
  return html`<p>
      <a href="/">← 全部账号 <span class="en">All accounts</span></a>
    </p>
    <h1>${account.nickname} <span class="en">${zh} ${en}</span></h1>
    <p><code>${account.appId}</code></p>
    <h2>管理员 <span class="en">Administrator</span></h2>
    ${administrator(view)}
    <h2>住户 <span class="en">Resident</span></h2>
    ${resident(view)}`;
}

function administrator({ controls, account, person }: AccountView): Html {
  const grant = controls.truth().find(({ appId }) => appId === account.appId);
  if (grant === undefined)
    return html`<p>
      未授权。要授权，请从第三方平台发起并打开它给出的链接。
      <span class="en">Not authorized. To authorize it, start at the platform and follow the link that it gives.</span>
    </p>`;
  const sets = [...new Set([...account.permissions, ...grant.permissions])].sort((a, b) => a - b);
  return html`<p>已授权给第三方平台。 <span class="en">Authorized to the platform.</span></p>
    <form method="post" action="/play/${account.appId}/permissions">
      <input type="hidden" name="person" value="${person}" />
      <ul class="sets">
        ${sets.map(
          (id) =>
            html`<li>
              <label
                ><input
                  type="checkbox"
                  name="permission"
                  value="${id}"
                  ${grant.permissions.includes(id) ? html`checked` : null}
                />
                <span>${permissionName(id, 'zh')} <span class="en">${permissionName(id, 'en')}</span></span></label
              >
            </li>`,
        )}
      </ul>
      <button type="submit">更改权限 Change permissions</button>
    </form>
    ${action(account, person, 'cancel', '取消授权 Cancel the authorization')}`;
}

function resident({ controls, account, person, people, lines }: AccountView): Html {
  const follows = controls.followers(account.appId).includes(controls.openId(account.appId, person));
  const menu = controls.menuOf(account.appId);
  return html`<p>
      ${people.map((one) =>
        one === person
          ? html`<strong>住户 ${one} <span class="en">Resident ${one}</span></strong> `
          : html`<a href="/play/${account.appId}?person=${one}"
              >住户 ${one} <span class="en">Resident ${one}</span></a
            > `,
      )}
    </p>
    ${
      follows
        ? action(account, person, 'unfollow', '取消关注 Unfollow')
        : action(account, person, 'follow', '关注 Follow')
    }
    <ul class="talk">
      ${lines.map(({ by, text }) => html`<li class="${by}"><span>${text}</span></li>`)}
    </ul>
    <form class="inline" method="post" action="/play/${account.appId}/say">
      <input type="hidden" name="person" value="${person}" />
      <input type="text" name="text" value="你好" required maxlength="600" aria-label="消息 Message" />
      <button type="submit">发送 Send</button>
    </form>
    ${
      menu === null
        ? html`<p class="hint">没有自定义菜单。 <span class="en">There is no menu.</span></p>`
        : menu.buttons.map((button, i) => menuButtons(account, person, button, String(i)))
    }`;
}

/** A top button: itself, or its name before the buttons below it. */
function menuButtons(account: SimulatedAccount, person: number, button: LiveButton, path: string): Html {
  if (button.sub_button === undefined) return tapForm(account, person, [{ button, path }], null);
  const below = button.sub_button.map((sub, i) => ({ button: sub, path: `${path}.${i}` }));
  return tapForm(account, person, below, button.name);
}

function tapForm(
  account: SimulatedAccount,
  person: number,
  buttons: readonly { readonly button: LiveButton; readonly path: string }[],
  title: string | null,
): Html {
  return html`<form class="inline" method="post" action="/play/${account.appId}/tap">
    <input type="hidden" name="person" value="${person}" />
    ${title === null ? null : html`<span>${title}</span>`}
    ${buttons.map(({ button, path }) => html`<button type="submit" class="quiet" name="path" value="${path}">${button.name}</button> `)}
  </form>`;
}

function action(account: SimulatedAccount, person: number, name: string, label: string): Html {
  return html`<form class="inline" method="post" action="/play/${account.appId}/${name}">
    <input type="hidden" name="person" value="${person}" />
    <button type="submit" class="quiet">${label}</button>
  </form>`;
}
