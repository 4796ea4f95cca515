import { z } from 'zod';
import type { MenuButton } from '../domain/menu/buttons.js';
import type { AccountApi } from './account-api.js';
import { WeChatRefusedError } from './component-platform.js';
import { currentMenuResponse, fromCurrentMenu, NO_CURRENT_MENU, toMenuJson, type CurrentMenu } from './menu-json.js';

/** "menu does not exist" */
const NO_MENU = 46003;

const done = z.object({});

/**
 * An account's custom menu at WeChat (wechat protocol §6). All of it may be asked twice: creating replaces the whole
 * menu.
 *
 * @throws what AccountApi throws (each method)
 */
export class MenuApi {
  constructor(private readonly api: AccountApi) {}

  async create(appId: string, buttons: readonly MenuButton[]): Promise<void> {
    const body = toMenuJson(buttons);
    await this.api.call(appId, { method: 'POST', path: '/cgi-bin/menu/create', body, shape: done, repeatable: true });
  }

  /** Deleting what is not there is no error. Conditional menus go with it. */
  async delete(appId: string): Promise<void> {
    const call = { method: 'GET', path: '/cgi-bin/menu/delete', shape: done, repeatable: true } as const;
    await unlessThereIsNone(() => this.api.call(appId, call));
  }

  /** What WeChat holds now, wherever it was made. */
  async current(appId: string): Promise<CurrentMenu> {
    const path = '/cgi-bin/get_current_selfmenu_info';
    const call = { method: 'GET', path, shape: currentMenuResponse, repeatable: true } as const;
    const answer = await unlessThereIsNone(() => this.api.call(appId, call));
    return answer === null ? NO_CURRENT_MENU : fromCurrentMenu(answer);
  }
}

/** The answer, or null where WeChat says that there is no menu. */
async function unlessThereIsNone<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof WeChatRefusedError && error.errcode === NO_MENU) return null;
    throw error;
  }
}
