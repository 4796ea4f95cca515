/** A button as the API takes it (wechat protocol §6.1), or as a website's menu shows it (§6.2). */
export interface LiveButton {
  readonly name: string;
  readonly type?: string;
  readonly key?: string;
  readonly url?: string;
  readonly appid?: string;
  readonly pagepath?: string;
  readonly media_id?: string;
  readonly article_id?: string;
  /** Of a button made on the website that shows a text, a picture, … */
  readonly value?: string;
  readonly news_info?: { readonly list: readonly object[] };
  readonly sub_button?: readonly LiveButton[] | undefined;
}

export interface LiveMenu {
  /** WEBSITE: made by hand on mp.weixin.qq.com. */
  readonly madeBy: 'API' | 'WEBSITE';
  readonly buttons: readonly LiveButton[];
}

/** The menu that residents see at each account. */
export class Menus {
  private readonly byAppId = new Map<string, LiveMenu>();

  of(appId: string): LiveMenu | null {
    return this.byAppId.get(appId) ?? null;
  }

  list(): readonly (readonly [appId: string, menu: LiveMenu])[] {
    return [...this.byAppId];
  }

  /** Replaces the whole menu, whoever made it. */
  replace(appId: string, menu: LiveMenu): void {
    this.byAppId.set(appId, menu);
  }

  delete(appId: string): void {
    this.byAppId.delete(appId);
  }

  /** The button at that path: names or places from 0, from the top. */
  button(appId: string, path: readonly (string | number)[]): LiveButton | null {
    let level: readonly LiveButton[] = this.of(appId)?.buttons ?? [];
    let found: LiveButton | null = null;
    for (const step of path) {
      found = level.find(({ name }, place) => step === name || step === place) ?? null;
      level = found?.sub_button ?? [];
    }
    return found;
  }
}

/** As `menu/get` returns it: every leaf has an empty `sub_button`. */
export function apiForm({ sub_button, ...button }: LiveButton): object {
  return { ...button, sub_button: (sub_button ?? []).map(apiForm) };
}

/** As `get_current_selfmenu_info` returns it: sub-buttons are wrapped in a list. */
export function websiteForm({ sub_button, ...button }: LiveButton): object {
  return sub_button === undefined ? button : { ...button, sub_button: { list: sub_button.map(websiteForm) } };
}
