import { randomBytes } from 'node:crypto';
import { KurrentDBClient, type AppendRecordInput, type ConsistencyCheck } from '@kurrent/kurrentdb-client';
import { timeOrderedId } from '../../src/application/deciding/entropy.js';
import { parseConnectionUrl } from '../../src/event-store/kurrentdb/connection-url.js';
import { encodeAppend, expected } from '../../src/event-store/kurrentdb/encode.js';
import { withGrowth } from '../../src/event-store/kurrentdb/growth.js';
import { Names } from '../../src/event-store/kurrentdb/names.js';
import type { AppendRequest, StoredEvent } from '../../src/event-store/port.js';

const ACCOUNT = 'account-bare';

interface BareAppend {
  readonly records: AppendRecordInput[];
  readonly checks: ConsistencyCheck[];
}

/**
 * The client alone: `appendRecords` with the records and checks that a command of one event comes to, made beforehand.
 * Each client writes a stream of its own, as each tenant does.
 */
export class BareAppends {
  private readonly names: Names;
  private readonly revisions = new Map<number, number>();

  private constructor(
    private readonly client: KurrentDBClient,
    prefix: string,
  ) {
    this.names = new Names(prefix);
  }

  static async open(url: string, prefix: string, event: StoredEvent): Promise<BareAppends> {
    const appends = new BareAppends(KurrentDBClient.connectionString(parseConnectionUrl(url).secret), prefix);
    await appends.send(appends.encoded(event, ACCOUNT, []));
    return appends;
  }

  close(): Promise<void> {
    return this.client.dispose();
  }

  /** Appends events like this one, so many for each client, all clients at once. Resolves to appends a second. */
  async rate(event: StoredEvent, clients: number, appendsEach: number): Promise<number> {
    const made = Array.from({ length: clients }, (_, client) =>
      Array.from({ length: appendsEach }, () => this.next(event, client)),
    );
    const began = performance.now();
    await Promise.all(
      made.map(async (own) => {
        for (const append of own) await this.send(append);
      }),
    );
    return (clients * appendsEach * 1_000) / (performance.now() - began);
  }

  /** The client's stream at its revision, and the account, which is only checked. */
  private next(event: StoredEvent, client: number): BareAppend {
    const stream = `tenant-bare-${client}`;
    const revision = this.revisions.get(client) ?? -1;
    this.revisions.set(client, revision + 1);
    return this.encoded(event, stream, [
      { stream, expect: revision < 0 ? 'no-stream' : { revision } },
      { stream: ACCOUNT, expect: { revision: 0 } },
    ]);
  }

  private encoded({ type, data, metadata }: StoredEvent, stream: string, checks: AppendRequest['checks']): BareAppend {
    const command = { id: hex(32), fingerprint: hex(32) };
    const own = { ...metadata, commandId: command.id, fingerprint: command.fingerprint };
    const records = [{ stream, event: { id: timeOrderedId(), type, data, metadata: own } }];
    const encoded = encodeAppend(this.names, { command, records, checks });
    return {
      records: withGrowth(this.names, encoded.records, encoded.events),
      checks: [...encoded.checks, expected(this.names.moves, 'no_stream')],
    };
  }

  private async send({ records, checks }: BareAppend): Promise<void> {
    await this.client.appendRecords(records, checks);
  }
}

const hex = (bytes: number): string => randomBytes(bytes).toString('hex');
