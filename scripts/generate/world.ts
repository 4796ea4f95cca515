import { accountStream } from '../../src/domain/account/account-stream.js';
import { authorizationStream } from '../../src/domain/authorization/authorization-stream.js';
import type { Decision } from '../../src/domain/decision.js';
import type { DomainEvent, EventToWrite, PastEvent } from '../../src/domain/event.js';
import { menuStream } from '../../src/domain/menu/menu-stream.js';
import { repliesStream } from '../../src/domain/replies/replies-stream.js';
import { shareCodeStream } from '../../src/domain/share-code/share-code-stream.js';
import { streamOf, type StreamKind } from '../../src/domain/stream-kind.js';
import { tenantStream } from '../../src/domain/tenant/tenant-stream.js';
import type { AppendRequest } from '../../src/event-store/port.js';
import type { Actor, Tenant } from './cast.js';
import type { Chance } from './chance.js';

/** Any kind, its states and events unseen: an event of a stream is of the stream's kind. */
interface AnyKind {
  readonly prefix: string;
  readonly initial: unknown;
  evolve(state: unknown, past: PastEvent): unknown;
}

const KINDS = [
  accountStream,
  authorizationStream,
  menuStream,
  repliesStream,
  shareCodeStream,
  tenantStream,
] as readonly unknown[] as readonly AnyKind[];

/** One of the tenant's people. */
export function operatorOf({ chance }: World, { id, operators }: Tenant): Actor {
  const operator = chance.pickUnevenly(operators);
  if (!operator) throw new Error(`${id} has nobody who could act.`);
  return operator;
}

/** A platform in memory, whose commands are decided as the product decides them and become appends. */
export class World {
  readonly #states = new Map<string, unknown>();
  readonly #appends: AppendRequest[] = [];
  #events = 0;
  #time: number;

  /** @param begins and @param pace: milliseconds since 1970, and between two commands on average */
  constructor(
    readonly chance: Chance,
    begins: number,
    private readonly pace: number,
  ) {
    this.#time = begins;
  }

  get now(): string {
    return new Date(this.#time).toISOString();
  }

  /** Number of events so far. */
  get events(): number {
    return this.#events;
  }

  state<State, E extends DomainEvent>(kind: StreamKind<State, E>, id: string): State {
    // What this kind of stream was folded to.
    return (this.#states.get(streamOf(kind, id)) as State | undefined) ?? kind.initial;
  }

  /** Nobody asks for this stream again. */
  forget(kind: { readonly prefix: string }, id: string): void {
    this.#states.delete(streamOf(kind, id));
  }

  /** Time goes on, and the command happens if nothing is to be said against it. @returns its events */
  happen(command: string, actor: Actor, decide: () => Decision): readonly EventToWrite[] {
    this.#time += 1 + this.chance.below(2 * this.pace);
    const decision = decide();
    if (decision.kind !== 'accepted') return [];
    const { events } = decision;
    for (const event of events) this.#fold(event);
    this.#events += events.length;
    this.#appends.push(this.#append(command, actor, events));
    return events;
  }

  /** What has happened since this was last called. */
  take(): readonly AppendRequest[] {
    return this.#appends.splice(0);
  }

  #fold({ stream, event }: EventToWrite): void {
    const kind = KINDS.find(({ prefix }) => stream.startsWith(prefix));
    if (!kind) throw new Error(`${stream} is of no kind that the generator knows.`);
    const state = this.#states.get(stream) ?? kind.initial;
    this.#states.set(stream, kind.evolve(state, { event, occurredAt: this.now }));
  }

  #append(command: string, actor: Actor, events: readonly EventToWrite[]): AppendRequest {
    const { chance, now } = this;
    const identity = { id: chance.hex(64), fingerprint: chance.hex(64) };
    const common = {
      occurredAt: now,
      command,
      commandId: identity.id,
      fingerprint: identity.fingerprint,
      actor: actor.id,
      actorSalt: chance.hex(32),
      actorKind: actor.kind,
      actorTenant: actor.tenant,
      correlationId: chance.uuid(),
      causationId: '',
      schemaVersion: '1',
    };
    const records = events.map(({ stream, event: { type, data }, tenant }) => {
      const metadata = { ...common, tenant };
      return { stream, event: { id: chance.uuid(), type, data: data as Readonly<Record<string, unknown>>, metadata } };
    });
    return { command: identity, records, checks: [] };
  }
}
