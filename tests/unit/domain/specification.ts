import { accountStream } from '../../../src/domain/account/account-stream.js';
import type { AccountState } from '../../../src/domain/account/state.js';
import { authorizationStream } from '../../../src/domain/authorization/authorization-stream.js';
import type { AuthorizationState } from '../../../src/domain/authorization/state.js';
import type { Decision } from '../../../src/domain/decision.js';
import type { DomainEvent, EventToWrite, PastEvent } from '../../../src/domain/event.js';
import { fold } from '../../../src/domain/fold.js';
import { menuId, menuStream } from '../../../src/domain/menu/menu-stream.js';
import type { MenuState } from '../../../src/domain/menu/state.js';
import type { Refusal } from '../../../src/domain/refusal.js';
import type { AutomaticReplies } from '../../../src/domain/replies/events.js';
import { repliesId, repliesStream } from '../../../src/domain/replies/replies-stream.js';
import { shareCodeStream } from '../../../src/domain/share-code/share-code-stream.js';
import type { ShareCodeState } from '../../../src/domain/share-code/state.js';
import { streamOf, type StreamKind } from '../../../src/domain/stream-kind.js';
import type { TenantState } from '../../../src/domain/tenant/state.js';
import { tenantStream } from '../../../src/domain/tenant/tenant-stream.js';

/** When the given events happened, unless a test says otherwise. */
export const THEN = '2026-11-01T08:00:00.000Z';

/** What has happened, stream by stream, and the states that follow from it. */
export class World {
  private readonly streams = new Map<string, PastEvent[]>();

  write(events: readonly EventToWrite[], occurredAt = THEN): this {
    for (const { stream, event } of events) {
      const past = this.streams.get(stream) ?? [];
      past.push({ event, occurredAt });
      this.streams.set(stream, past);
    }
    return this;
  }

  account(appId: string): AccountState {
    return this.state(accountStream, appId);
  }

  shareCode(digest: string): ShareCodeState {
    return this.state(shareCodeStream, digest);
  }

  authorization(id: string): AuthorizationState {
    return this.state(authorizationStream, id);
  }

  /** That of a tenure. */
  menu(appId: string, tenure = 1): MenuState {
    return this.state(menuStream, menuId({ appId, tenure }));
  }

  /** Those of a tenure. */
  replies(appId: string, tenure = 1): AutomaticReplies {
    return this.state(repliesStream, repliesId({ appId, tenure }));
  }

  tenant(tenantId: string): TenantState {
    return this.state(tenantStream, tenantId);
  }

  tenants(...tenantIds: readonly string[]): ReadonlyMap<string, TenantState> {
    return new Map(tenantIds.map((id) => [id, this.tenant(id)]));
  }

  private state<State, E extends DomainEvent>(kind: StreamKind<State, E>, id: string): State {
    const past = this.streams.get(streamOf(kind, id)) ?? [];
    return fold(
      kind,
      past.map(({ event, occurredAt }) => ({ event: kind.upcast(event.type, 1, event.data), occurredAt })),
    );
  }
}

export interface Given {
  when<D>(decide: (world: World) => D): Then<D>;
}

/** given(events).when(decision).then(events): the shape of a rule. */
export const given = (...events: readonly (readonly EventToWrite[])[]): Given => ({
  when: (decide) => new Then(decide(new World().write(events.flat()))),
});

type Expected = readonly [type: string, data?: Readonly<Record<string, unknown>>];

class Then<D> {
  constructor(readonly decision: D) {}

  /** The events, all of them and in this order; of their data what is named. */
  then(...expected: readonly Expected[]): readonly EventToWrite[] {
    const events = eventsOf(this.decision as Decision);
    expect(events.map(({ event }) => event.type)).toEqual(expected.map(([type]) => type));
    events.forEach(({ event }, index) => expect(event.data).toMatchObject(expected[index]?.[1] ?? {}));
    return events;
  }

  thenUnchanged(): void {
    expect(this.decision).toEqual({ kind: 'unchanged' });
  }

  thenRefused(refusal: Refusal): void {
    expect(this.decision).toEqual({ kind: 'refused', refusal });
  }
}

export function eventsOf(decision: Decision): readonly EventToWrite[] {
  if (decision.kind !== 'accepted') throw new Error(`Not accepted: ${JSON.stringify(decision)}`);
  return decision.events;
}

export const refusalCode = (decision: Decision): string =>
  decision.kind === 'refused' ? decision.refusal.code : decision.kind.toUpperCase();
