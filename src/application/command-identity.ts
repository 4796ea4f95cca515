import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { CommandIdentity } from '../event-store/port.js';

/** JSON with sorted keys, absent and null members left out: the same for the same meaning. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (value === null || typeof value !== 'object') return value;
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined && member !== null)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([key, member]) => [key, canonical(member)]));
}

/**
 * Keyed digests by which commands are recognised (architecture: Idempotency). Keys of two callers never meet, and
 * neither the client's key nor the input can be read from what is stored.
 */
export class CommandIdentities {
  readonly #secret: KeyObject;

  constructor(secret: string) {
    this.#secret = createSecretKey(secret, 'utf8');
  }

  #digest(purpose: string, value: unknown): string {
    return createHmac('sha256', this.#secret)
      .update(JSON.stringify([purpose, canonical(value)]))
      .digest('hex');
  }

  /** For a command that a person or service sent with an idempotency key. */
  ofRequest(
    caller: { readonly tenant: string; readonly subject: string },
    idempotencyKey: string,
    command: string,
    normalisedInput: unknown,
  ): CommandIdentity {
    return {
      id: this.#digest('request', [caller.tenant, caller.subject, idempotencyKey]),
      fingerprint: this.#digest('input', [command, normalisedInput]),
    };
  }

  /** For a step that the system takes by itself: named by what it reacts to. */
  ofReaction(command: string, ...cause: readonly string[]): CommandIdentity {
    return { id: this.#digest('reaction', [command, ...cause]), fingerprint: this.#digest('reaction-input', cause) };
  }

  /** By which a secret of WeChat's is known again without being kept: `purpose` keeps digests of different things apart. */
  ofSecret(purpose: string, secret: string): string {
    return this.#digest('secret', [purpose, secret]);
  }
}
