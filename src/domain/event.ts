/** An event as the domain sees it: a stored name and a fact. `occurredAt` is ISO 8601 in UTC. */
export interface DomainEvent<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly data: Data;
}

/** An event that has happened, with what folding it may need beside its own facts. */
export interface PastEvent<E extends DomainEvent = DomainEvent> {
  readonly event: E;
  readonly occurredAt: string;
}

/** An event that a decision wants to be written. */
export interface EventToWrite<E extends DomainEvent = DomainEvent> {
  readonly stream: string;
  readonly event: E;
  /** Whom the event concerns; empty for none. */
  readonly tenant: string;
}
