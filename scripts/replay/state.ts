import type { AccountDocument, CommunityDocument, SharingDocument } from '../../projections/documents.js';
import { accounts, communities, sharings } from '../../projections/index.js';
import { canonicalJson } from '../../src/audit/canonical-json.js';
import { openPast } from '../../src/history/open-past.js';
import type { AsOf } from '../../src/history/past.js';
import { openEmbeddedDirectoryReader } from '../../src/people/embedded-directory-reader.js';
import type { Collection, Document, Documents, Scan } from '../../src/read-models/port.js';
import { Closing } from '../../src/server/closing.js';
import { writeOut } from '../support/output.js';
import { progressDisplay, progressOnceSlow } from '../support/progress-display.js';
import type { StateWanted } from './arguments.js';
import { StateLines } from './state-lines.js';
import type { ToldOfState } from './told-of-state.js';

/** Documents that are read together. */
const PAGE = 200;

/** Prints the state at a moment: each account with its sharings, then the communities. */
export async function replayState(wanted: StateWanted): Promise<void> {
  const closing = new Closing();
  try {
    const display = progressOnceSlow(progressDisplay('events', process.stderr));
    const past = closing.add(await openPast(wanted, { onProgress: (...far) => display.show(...far) }));
    const directory = closing.add(await openEmbeddedDirectoryReader(wanted.privateDir));
    // Done when the state is told, so that both may go to one terminal.
    const asOf = await past.at(wanted.at).finally(() => display.end());
    const lines = new StateLines(directory, wanted.language);
    const write = wanted.format === 'ndjson' ? ndjson : (told: ToldOfState): Promise<string> => lines.of(told);
    await writeOut(written(stateAt(asOf, wanted), write), undefined);
  } finally {
    await closing.close();
  }
}

const ndjson = (told: ToldOfState): Promise<string> => Promise.resolve(`${canonicalJson(told)}\n`);

async function* written(
  told: AsyncIterable<ToldOfState>,
  write: (told: ToldOfState) => Promise<string>,
): AsyncGenerator<string, void> {
  for await (const one of told) yield await write(one);
}

type Narrowed = Pick<StateWanted, 'account' | 'community' | 'tenant'>;

async function* stateAt(asOf: AsOf, narrowed: Narrowed): AsyncGenerator<ToldOfState, void> {
  yield { kind: 'moment', cursor: asOf.cursor, time: asOf.time };
  for await (const account of accountsOf(asOf, narrowed)) {
    yield { kind: 'account', ...account };
    for await (const sharing of all<SharingDocument>(asOf, sharings, { index: 'byAccount', prefix: [account.appId] })) {
      if (concerns(sharing, narrowed.tenant)) yield { kind: 'sharing', ...sharing };
    }
  }
  for await (const community of communitiesOf(asOf, narrowed)) yield { kind: 'community', ...community };
}

const concerns = ({ owner, recipient }: SharingDocument, tenant: string | null): boolean =>
  tenant === null || tenant === owner || tenant === recipient;

async function* accountsOf(
  asOf: Documents,
  { account, community, tenant }: Narrowed,
): AsyncGenerator<AccountDocument, void> {
  const of = community === null ? null : await asOf.get<CommunityDocument>(communities, community);
  const appId = community === null ? account : (of?.binding?.appId ?? '');
  if (appId === null) {
    yield* all<AccountDocument>(asOf, accounts, tenant === null ? WHOLE : { index: 'byTenant', prefix: [tenant] });
    return;
  }
  const found = await asOf.get<AccountDocument>(accounts, appId);
  if (found === null || (account !== null && account !== appId)) return;
  if (tenant === null || found.owner === tenant || found.recipients.includes(tenant)) yield found;
}

async function* communitiesOf(
  asOf: Documents,
  { account, community, tenant }: Narrowed,
): AsyncGenerator<CommunityDocument, void> {
  if (community === null) {
    yield* all<CommunityDocument>(asOf, communities, scanOf(account, tenant));
    return;
  }
  const found = await asOf.get<CommunityDocument>(communities, community);
  if (found === null || (tenant !== null && found.tenantId !== tenant)) return;
  if (account === null || found.binding?.appId === account) yield found;
}

const WHOLE: Scan = { index: 'all', prefix: [] };

function scanOf(account: string | null, tenant: string | null): Scan {
  if (account !== null && tenant !== null) return { index: 'byAccountTenant', prefix: [account, tenant] };
  if (account !== null) return { index: 'byAccount', prefix: [account] };
  return tenant === null ? WHOLE : { index: 'byTenant', prefix: [tenant] };
}

async function* all<D extends Document>(
  documents: Documents,
  collection: Collection<D>,
  scan: Scan,
): AsyncGenerator<D, void> {
  for (let after: string | undefined, more = true; more;) {
    const request = { limit: PAGE, order: 'ascending', ...(after !== undefined && { after }) } as const;
    const page = await documents.page(collection, scan, request);
    for (const { document } of page.rows) yield document;
    after = page.rows.at(-1)?.key;
    more = page.more;
  }
}
