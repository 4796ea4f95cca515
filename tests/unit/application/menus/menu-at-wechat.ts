import { z } from 'zod';
import type { AccountApi, AccountCall } from '../../../../src/wechat/account-api.js';
import {
  NotAuthorizedError,
  WeChatRefusedError,
  WeChatUnavailableError,
} from '../../../../src/wechat/component-platform.js';

/** What WeChat does with one call: as asked, not at all, or done and then nobody hears of it. */
export type Mood = 'ANSWERS' | 'SILENT' | 'DOES_AND_IS_SILENT' | 'REFUSES' | 'IS_NOT_AUTHORIZED';

/** Menus of accounts at WeChat, as far as these tests ask about them: a small AccountApi that says what it was asked. */
export class MenuAtWeChat implements AccountApi {
  /** What is live, as WeChat writes it; null for no menu. */
  live: readonly unknown[] | null = null;
  /** Paths that were asked for, with the button names that were sent. */
  readonly asked: string[] = [];
  /** Of the next calls, in order; then it answers. */
  readonly moods: Mood[] = [];
  /** Told of each call before it has an effect; a test may hold it here. */
  before: () => Promise<void> = () => Promise.resolve();
  atOnce = 0;
  mostAtOnce = 0;

  async call<T>(appId: string, { path, body, shape }: AccountCall<T>): Promise<T> {
    this.atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
    try {
      return shape.parse(await this.answer(appId, path, body));
    } finally {
      this.atOnce -= 1;
    }
  }

  private async answer(appId: string, path: string, body: object | undefined): Promise<unknown> {
    const { button = null } = z
      .object({ button: z.array(z.object({ name: z.string() }).loose()) })
      .partial()
      .parse(body ?? {});
    this.asked.push([path.split('/').at(-1), ...(button ?? []).map(({ name }) => name)].join(' '));
    const mood = this.moods.shift() ?? 'ANSWERS';
    await this.before();
    if (mood === 'IS_NOT_AUTHORIZED') throw new NotAuthorizedError(appId);
    if (mood === 'REFUSES') throw new WeChatRefusedError(40018, 'invalid button name size');
    if (mood === 'SILENT') throw new WeChatUnavailableError('WeChat does not answer', 5);
    const answer = this.done(path, button);
    if (mood === 'DOES_AND_IS_SILENT') throw new WeChatUnavailableError('The answer was lost', 5);
    return answer;
  }

  private done(path: string, button: readonly unknown[] | null): unknown {
    if (path === '/cgi-bin/menu/create') this.live = button;
    else if (path === '/cgi-bin/menu/delete') this.live = null;
    else if (path !== '/cgi-bin/get_current_selfmenu_info') throw new Error(`Nobody should ask for ${path}.`);
    else if (this.live === null) throw new WeChatRefusedError(46003, 'menu no exist');
    else return { is_menu_open: 1, selfmenu_info: { button: this.live } };
    return { errcode: 0, errmsg: 'ok' };
  }
}
