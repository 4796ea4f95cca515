import { openEmbeddedReadModels } from '../../../src/read-models/embedded/open.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { readModelsContract } from './suite.js';

readModelsContract('The embedded adapter', async () => {
  const folder = temporaryFolder();
  const openWriter = () => openEmbeddedReadModels(folder.path, { readonly: false, log: () => undefined });
  const writer = await openWriter();
  return {
    writer,
    openReader: () => openEmbeddedReadModels(folder.path, { readonly: true }),
    openSecondWriter: openWriter,
    dispose: async () => {
      await writer.close();
      folder.remove();
    },
  };
});
