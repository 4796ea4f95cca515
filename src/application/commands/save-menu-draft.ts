import { accountStream } from '../../domain/account/account-stream.js';
import { menuId, menuStream } from '../../domain/menu/menu-stream.js';
import { decideSaveMenuDraft } from '../../domain/menu/save-menu-draft.js';
import { streamOf } from '../../domain/stream-kind.js';
import { validateSaveMenuDraft } from '../../domain/values/inputs/menu-inputs.js';
import { commandHandler } from './command-handler.js';
import type { Services } from './services.js';

/** R25: writes the menu of the account's present tenure, checks the account. */
export const saveMenuDraft = (services: Services) =>
  commandHandler(services, {
    name: 'SaveMenuDraft',
    actor: 'TENANT',
    validate: validateSaveMenuDraft,
    prepare: async ({ tenantId, input: { appId, expectedVersion, buttons } }) => {
      // Only to take a turn: the tenure is looked at anew with each try.
      const { state } = await services.states.cached(accountStream, appId);
      return {
        writes: [streamOf(menuStream, menuId({ appId, tenure: state.tenure }))],
        load: async (view) => {
          const account = await view.state(accountStream, appId);
          return { account, menu: await view.state(menuStream, menuId({ appId, tenure: account.tenure })) };
        },
        decide: (states) => decideSaveMenuDraft({ ...states, tenantId, expectedVersion, buttons }),
        result: () => ({ appId }),
      };
    },
  });
