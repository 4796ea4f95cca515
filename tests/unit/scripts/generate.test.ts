import { join } from 'node:path';
import { rebuildReadModels } from '../../../projections/runner/rebuild.js';
import { FolderNotEmptyError, generateLog } from '../../../scripts/generate/generate.js';
import { openEmbeddedEventReader } from '../../../src/event-store/embedded/open.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const EVENTS = 3_000;

describe('a generated log', () => {
  const folder = temporaryFolder();
  afterAll(() => folder.remove());

  const made: string[] = [];
  const generate = async (name: string, seed: number): Promise<string> => {
    const dataDir = join(folder.path, name);
    const shown: number[] = [];
    const events = await generateLog({ dataDir, events: EVENTS, seed, onProgress: (done) => shown.push(done) });
    expect(events).toBeGreaterThanOrEqual(EVENTS);
    expect(shown.at(-1)).toBe(EVENTS);
    made.push(dataDir);
    return dataDir;
  };
  /** What happened, without whom the directory names by which id. */
  const storyOf = async (dataDir: string): Promise<readonly string[]> => {
    const reader = await openEmbeddedEventReader(dataDir);
    const story: string[] = [];
    for await (const { id, type, stream, data } of reader.readAll(null)) {
      // Cut off in the middle of nothing: times are those of the making.
      const { expiresAt: _, grantedAt: __, cancelledAt: ___, ...facts } = data;
      story.push(JSON.stringify([id, type, stream, facts]));
    }
    await reader.close();
    return story;
  };

  it('tells of all that goes on, the same for the same seed, and every read model can be made of it', async () => {
    const [one, again, other] = [await generate('one', 1), await generate('again', 1), await generate('other', 2)];
    const story = await storyOf(one);
    expect(await storyOf(again)).toEqual(story);
    expect(await storyOf(other)).not.toEqual(story);
    const types = new Set(story.map((event) => (JSON.parse(event) as readonly string[])[1]));
    for (const type of ['CommunityBound', 'PaymentUnbound', 'SharingEnded', 'MenuPublished', 'AccountResumed']) {
      expect(types).toContain(type);
    }
    let folded = 0;
    const onProgress = (handled: number): void => {
      folded = handled;
    };
    await rebuildReadModels({ dataDir: one, only: null, log: () => undefined, onProgress });
    expect(folded).toBe(story.length);
  }, 30_000);

  it('is made only where there is nothing', async () => {
    const [dataDir = folder.path] = made;
    const again = generateLog({ dataDir, events: 1, seed: 1, onProgress: () => undefined });
    await expect(again).rejects.toThrow(FolderNotEmptyError);
  });
});
