import type { EventToWrite, PastEvent } from '../event.js';
import { plainState } from '../plain-state.js';
import { streamOf, type StreamKind } from '../stream-kind.js';
import { firstShapes } from '../unknown-event.js';
import { liveAfterImport, type MenuEvent } from './events.js';
import { NO_MENU, type MenuState } from './state.js';

const PREFIX = 'menu-';

function evolve(state: MenuState, { event }: PastEvent<MenuEvent>): MenuState {
  switch (event.type) {
    case 'MenuDraftSaved':
      return { ...state, version: event.data.version, draft: event.data.buttons };
    case 'MenuPublished':
      return { ...state, live: event.data.buttons };
    case 'MenuImported': {
      const { found, version } = event.data;
      const live = liveAfterImport(event.data);
      return version === null ? { ...state, live } : { version, draft: found, live };
    }
    case 'MenuDeleted':
      return { ...state, live: null };
  }
}

/** `menu-{appId}-{tenure}`: the draft and its version, and what is live. */
export const menuStream: StreamKind<MenuState, MenuEvent> = {
  prefix: PREFIX,
  initial: NO_MENU,
  evolve,
  upcast: firstShapes<MenuEvent>(PREFIX, {
    MenuDraftSaved: true,
    MenuPublished: true,
    MenuImported: true,
    MenuDeleted: true,
  }),
  ...plainState<MenuState>(1, 100),
};

/** Id of an account's menu in one tenure, behind the stream's prefix. */
export const menuId = ({ appId, tenure }: { readonly appId: string; readonly tenure: number }): string =>
  `${appId}-${tenure}`;

/** An event for the menu that it names. It concerns the account's owner. */
export const toMenu = (event: MenuEvent): EventToWrite<MenuEvent> => ({
  stream: streamOf(menuStream, menuId(event.data)),
  event,
  tenant: event.data.owner,
});
