import { setTimeout as delay } from 'node:timers/promises';
import type { Decision } from '../../domain/decision.js';
import type { DomainEvent, EventToWrite } from '../../domain/event.js';
import type { Refusal } from '../../domain/refusal.js';
import type { Cursor } from '../../event-store/cursor.js';
import { AppendConflictError, CommandReusedError, EventStoreUnavailableError } from '../../event-store/errors.js';
import type { Appended, CommandIdentity, EventMetadata, EventStore, NewRecord } from '../../event-store/port.js';
import { TryAgainError, type Answer } from '../answer.js';
import type { Clock } from '../clock.js';
import { randomHex, timeOrderedId } from './entropy.js';
import type { FairQueue } from './fair-queue.js';
import type { AppendedEvent, StreamStates } from './stream-states.js';
import { View } from './view.js';

/** Who acts, as the events will tell it. */
export interface Acting {
  readonly actor: string;
  readonly actorKind: 'PERSON' | 'SERVICE' | 'WECHAT' | 'SYSTEM';
  /** Empty for who has no tenant. */
  readonly actorTenant: string;
  readonly correlationId: string;
  readonly causationId: string;
}

/** One command, ready to be tried: as often as it takes. */
export interface Execution<Loaded, Result> {
  /** The product's name of the command, e.g. `BindCommunities`. */
  readonly command: string;
  readonly identity: CommandIdentity;
  readonly acting: Acting;
  /** Streams that it is going to write, as far as known: it takes its turn on them. */
  readonly writes: readonly string[];
  /** Looks at everything that the decision needs. Run anew for each try. */
  load(view: View): Promise<Loaded>;
  /** Pure: `now` is this try's own time stamp (R10). */
  decide(loaded: Loaded, now: string): Decision;
  /** Made of the command's events alone, so that a repeated command gets the same; none when nothing changed. */
  result(events: readonly DomainEvent[]): Result;
  /** Told of the refusal that is going to be answered, while the command still has its turn. */
  refused?(refusal: Refusal): void;
}

export interface ExecutorOptions {
  /** How long a command may wait and retry, milliseconds. */
  readonly patience?: number;
}

/** The present shape of every event that is written. */
const SCHEMA_VERSION = '1';

/**
 * Load → decide → append. A success may be decided from states that are known here: the append proves it. A refusal,
 * or that nothing needs to change, appends nothing and proves nothing: it is answered only after all tails were read and
 * the command was not found among the accepted ones.
 */
export class Executor {
  readonly #patience: number;

  constructor(
    private readonly store: EventStore,
    private readonly states: StreamStates,
    private readonly queue: FairQueue,
    private readonly clock: Clock,
    options: ExecutorOptions = {},
  ) {
    this.#patience = options.patience ?? 5_000;
  }

  /** @throws TryAgainError when the deadline passes or the store cannot say what became of it */
  async execute<Loaded, Result>(execution: Execution<Loaded, Result>): Promise<Answer<Result>> {
    const deadline = Date.now() + this.#patience;
    return this.queue.run(execution.writes, execution.acting.actorTenant, deadline, () =>
      this.#retry(execution, deadline),
    );
  }

  /** What a command that was accepted before answers, or null. For commands that ask others before they decide. */
  async repeated<Result>({
    identity,
    result,
  }: Pick<Execution<unknown, Result>, 'identity' | 'result'>): Promise<Answer<Result> | null> {
    const outcome = await this.store.outcomeOf(identity.id);
    if (outcome === null) return null;
    if (outcome.fingerprint !== identity.fingerprint) return refused({ code: 'IDEMPOTENCY_KEY_REUSED' });
    return { ok: true, cursor: outcome.cursor, result: result(outcome.events) };
  }

  async #retry<Loaded, Result>(execution: Execution<Loaded, Result>, deadline: number): Promise<Answer<Result>> {
    let isFresh = false;
    for (let tries = 1; ; tries += 1) {
      const answer = await this.#attempt(execution, isFresh);
      if (answer === 'refusal-needs-fresh-states') {
        isFresh = true;
        continue;
      }
      if (answer !== 'conflict') return answer;
      // After a conflict what is known here is behind: read the tails. Jitter keeps two processes from meeting again.
      isFresh = true;
      const pause = Math.random() * Math.min(100, 2 ** tries);
      if (Date.now() + pause >= deadline) throw new TryAgainError('Others keep changing the same things.');
      if (tries > 1) await delay(pause);
    }
  }

  async #attempt<Loaded, Result>(
    execution: Execution<Loaded, Result>,
    isFresh: boolean,
  ): Promise<Answer<Result> | 'conflict' | 'refusal-needs-fresh-states'> {
    // Before the states: whatever is read after this point reflects at least this position.
    const asOf = isFresh ? await this.store.head() : null;
    const view = new View(this.states, isFresh);
    const loaded = await execution.load(view);
    // No await between the time stamp and the append: times stand in the log in order.
    const now = this.clock.now();
    const decision = execution.decide(loaded, now);
    if (decision.kind === 'accepted') return this.#append(execution, view, decision.events, now);
    if (asOf === null) return 'refusal-needs-fresh-states';
    const repeated = await this.repeated(execution);
    if (repeated !== null) return repeated;
    if (decision.kind === 'refused') execution.refused?.(decision.refusal);
    return withoutEvents(execution, decision, asOf);
  }

  async #append<Loaded, Result>(
    execution: Execution<Loaded, Result>,
    view: View,
    events: readonly EventToWrite[],
    now: string,
  ): Promise<Answer<Result> | 'conflict'> {
    const records = toRecords(execution, events, now);
    const checks = view.checks(events.map(({ stream }) => stream));
    let appended: Appended;
    try {
      appended = await this.store.append({ command: execution.identity, records, checks });
    } catch (error) {
      if (error instanceof AppendConflictError) return 'conflict';
      if (error instanceof CommandReusedError) return refused({ code: 'IDEMPOTENCY_KEY_REUSED' });
      if (error instanceof EventStoreUnavailableError) {
        throw new TryAgainError('The event store did not answer.', { cause: error });
      }
      throw error;
    }
    if (appended.repeated) {
      const first = await this.repeated(execution);
      if (first === null) throw new Error('An accepted command was not found again.');
      return first;
    }
    this.#advance(view, records, events, appended.occurredAt);
    return { ok: true, cursor: appended.cursor, result: execution.result(events.map(({ event }) => event)) };
  }

  /** What was written is known without reading it back. */
  #advance(view: View, records: readonly NewRecord[], events: readonly EventToWrite[], occurredAt: string): void {
    const byStream = new Map<string, AppendedEvent[]>();
    for (const [index, { stream, event }] of events.entries()) {
      const id = records[index]?.event.id;
      if (id === undefined) continue;
      const past = { event, occurredAt, eventId: id };
      const written = byStream.get(stream);
      if (written === undefined) byStream.set(stream, [past]);
      else written.push(past);
    }
    for (const [stream, written] of byStream) {
      const looked = view.looked(stream);
      if (looked !== null) this.states.advance(looked.kind, stream, looked.revision, written);
    }
  }
}

const refused = (refusal: Refusal): { readonly ok: false; readonly refusal: Refusal } => ({ ok: false, refusal });

function withoutEvents<Result>(
  execution: Pick<Execution<unknown, Result>, 'result'>,
  decision: Exclude<Decision, { kind: 'accepted' }>,
  asOf: Cursor,
): Answer<Result> {
  return decision.kind === 'refused'
    ? refused(decision.refusal)
    : { ok: true, cursor: asOf, result: execution.result([]) };
}

function toRecords(
  { command, identity, acting }: Pick<Execution<unknown, unknown>, 'command' | 'identity' | 'acting'>,
  events: readonly EventToWrite[],
  now: string,
): NewRecord[] {
  const common = {
    occurredAt: now,
    command,
    commandId: identity.id,
    fingerprint: identity.fingerprint,
    actor: acting.actor,
    actorSalt: randomHex(16),
    actorKind: acting.actorKind,
    actorTenant: acting.actorTenant,
    correlationId: acting.correlationId,
    causationId: acting.causationId,
    schemaVersion: SCHEMA_VERSION,
  };
  return events.map(({ stream, event, tenant }) => {
    const metadata: EventMetadata = { ...common, tenant };
    return {
      stream,
      event: { id: timeOrderedId(), type: event.type, data: event.data as NewRecord['event']['data'], metadata },
    };
  });
}
