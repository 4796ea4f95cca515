import type { OpenedReadModels, OpenReadModels } from './suite.js';

/** Opens fresh read models before each test of the block and disposes of them after it. */
export function openedForEach(open: OpenReadModels): () => OpenedReadModels {
  let opened: OpenedReadModels | null = null;
  beforeEach(async () => {
    opened = await open();
  });
  afterEach(async () => {
    await opened?.dispose();
    opened = null;
  });
  return () => {
    if (!opened) throw new Error('Read models are opened for the time of a test only.');
    return opened;
  };
}
