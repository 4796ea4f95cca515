import type { DomainEvent } from '../../domain/event.js';
import { streamOf, type StreamKind } from '../../domain/stream-kind.js';
import type { Check } from '../../event-store/port.js';
import type { StreamState, StreamStates } from './stream-states.js';

interface Looked extends StreamState {
  readonly kind: StreamKind<unknown>;
}

/**
 * What one try of a command looks at. Every stream that it looked at stands in the append as a check, written or not,
 * so that nothing the decision rests on can have changed meanwhile.
 */
export class View {
  readonly #looked = new Map<string, Looked>();

  constructor(
    private readonly states: StreamStates,
    /** Whether tails are read now (for a refusal) or known states will do (for a success). */
    private readonly isFresh: boolean,
  ) {}

  async state<S, E extends DomainEvent>(kind: StreamKind<S, E>, id: string): Promise<S> {
    const stream = streamOf(kind, id);
    const looked = this.#looked.get(stream);
    if (looked !== undefined) return looked.state as S;
    const found = this.isFresh ? await this.states.fresh(kind, id) : await this.states.cached(kind, id);
    this.#looked.set(stream, { ...found, kind });
    return found.state;
  }

  /** Kind and revision of a stream that was looked at; null for one that was not. */
  looked(stream: string): { readonly kind: StreamKind<unknown>; readonly revision: number } | null {
    return this.#looked.get(stream) ?? null;
  }

  /** A stream that is written without having been looked at must be new. */
  checks(written: Iterable<string>): Check[] {
    const checks: Check[] = [...this.#looked].map(([stream, { revision }]) => ({
      stream,
      expect: revision < 0 ? 'no-stream' : { revision },
    }));
    for (const stream of new Set(written)) {
      if (!this.#looked.has(stream)) checks.push({ stream, expect: 'no-stream' });
    }
    return checks;
  }
}
