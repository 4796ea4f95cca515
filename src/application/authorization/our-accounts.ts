import { accounts } from '../../../projections/accounts/projection.js';
import type { EventReader } from '../../event-store/port.js';
import type { ReadModels } from '../../read-models/port.js';
import type { Progress } from '../../read-models/progress.js';
import { TryAgainError } from '../answer.js';

const PATIENCE = 10_000;
const AT_ONCE = 1_000;

/** Every account that ever was authorized here, by appId: names only, what holds of them their streams say. */
export async function* ourAccounts(
  readModels: ReadModels,
  progress: Progress,
  reader: Pick<EventReader, 'head'>,
): AsyncGenerator<string> {
  if (!(await progress.waitForViews(await reader.head(), PATIENCE))) {
    throw new TryAgainError('The read models lag behind.');
  }
  let after: string | undefined;
  for (;;) {
    const request = { limit: AT_ONCE, order: 'ascending', ...(after !== undefined && { after }) } as const;
    const { rows, more } = await readModels.page(accounts, { index: 'all', prefix: [] }, request);
    for (const { document } of rows) yield document.appId;
    after = rows.at(-1)?.key;
    if (!more) return;
  }
}
