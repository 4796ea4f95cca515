import { decideDeleteMenu } from '../../domain/menu/publish-menu.js';
import { validateDeleteMenu } from '../../domain/values/inputs/menu-inputs.js';
import { commandHandler } from './command-handler.js';
import type { Services } from './services.js';

/** R25: has WeChat delete the account's menu, and writes the menu when it has. */
export const deleteMenu = (services: Services) =>
  commandHandler(services, {
    name: 'DeleteMenu',
    actor: 'TENANT',
    validate: validateDeleteMenu,
    prepare: async ({ tenantId, identity, acting, input: { appId } }) => ({
      answer: await services.menus.perform({ command: 'DeleteMenu', identity, acting, tenantId, appId }, (account) =>
        decideDeleteMenu({ account, tenantId }),
      ),
    }),
  });
