import { decidePublishMenu } from '../../domain/menu/publish-menu.js';
import { validatePublishMenu } from '../../domain/values/inputs/menu-inputs.js';
import { commandHandler } from './command-handler.js';
import type { Services } from './services.js';

/** R25: has WeChat replace the account's menu by the draft, and writes the menu when it has. */
export const publishMenu = (services: Services) =>
  commandHandler(services, {
    name: 'PublishMenu',
    actor: 'TENANT',
    validate: validatePublishMenu,
    prepare: async ({ tenantId, identity, acting, input: { appId, expectedVersion } }) => ({
      answer: await services.menus.perform(
        { command: 'PublishMenu', identity, acting, tenantId, appId },
        (account, menu) => decidePublishMenu({ account, menu, tenantId, expectedVersion }),
      ),
    }),
  });
