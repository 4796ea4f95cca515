import { openEmbeddedCallbackJournal } from '../../../src/wechat/callbacks/embedded-callback-journal.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { describeCallbackJournal } from './callback-journal-contract.js';

describeCallbackJournal('the embedded engine', () => {
  const folder = temporaryFolder();
  return {
    open: () =>
      openEmbeddedCallbackJournal(folder.path, {
        onFailure: (error) => {
          throw error;
        },
      }),
    remove: () => folder.remove(),
  };
});
