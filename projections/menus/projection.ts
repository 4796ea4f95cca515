import { liveAfterImport, type MenuEvent } from '../../src/domain/menu/events.js';
import type { MenuDocument } from '../documents.js';
import { factOf, type Fact } from '../fact.js';
import type { Projection } from '../projection.js';

/** Id of an account's menu in one tenure: `{appId}.{tenure}`. */
export const menuDocumentId = ({ appId, tenure }: { readonly appId: string; readonly tenure: number }): string =>
  `${appId}.${tenure}`;

/** Custom menus, one for each tenure of an account (R7, R25): whoever owns it next begins with none. */
export const menus: Projection<MenuDocument> = {
  name: 'menus',
  version: 1,
  indexes: {},
  events: ['MenuDraftSaved', 'MenuPublished', 'MenuImported', 'MenuDeleted'],
  key: (event) => [menuDocumentId(factOf<MenuEvent>(event).data)],
  evolve: (document, event) => evolve(document, factOf<MenuEvent>(event)),
};

const UNPUBLISHED = { publishedAt: null, publishedBy: null } as const;

function evolve(document: MenuDocument | null, fact: Fact<MenuEvent>): MenuDocument {
  const { appId, tenure, owner } = fact.data;
  const menu = document ?? { appId, tenure, owner, version: 0, draft: null, live: null, ...UNPUBLISHED };
  switch (fact.type) {
    case 'MenuDraftSaved':
      return { ...menu, version: fact.data.version, draft: fact.data.buttons };
    case 'MenuPublished':
      return { ...menu, live: fact.data.buttons, publishedAt: fact.at, publishedBy: fact.by };
    case 'MenuImported': {
      const { found, changed, version } = fact.data;
      const imported = version === null ? menu : { ...menu, version, draft: found };
      return { ...imported, live: liveAfterImport(fact.data), ...(changed ? UNPUBLISHED : {}) };
    }
    case 'MenuDeleted':
      return { ...menu, live: null, ...UNPUBLISHED };
  }
}
