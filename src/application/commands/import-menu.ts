import { validateImportMenu } from '../../domain/values/inputs/menu-inputs.js';
import { commandHandler } from './command-handler.js';
import type { Services } from './services.js';

/** R25: asks WeChat what is live, wherever it was made. Writes the menu, checks the account. */
export const importMenu = (services: Services) =>
  commandHandler(services, {
    name: 'ImportMenu',
    actor: 'TENANT',
    validate: validateImportMenu,
    prepare: async ({ tenantId, identity, acting, input: { appId } }) => ({
      answer: await services.menus.import({ command: 'ImportMenu', identity, acting, tenantId, appId }),
    }),
  });
