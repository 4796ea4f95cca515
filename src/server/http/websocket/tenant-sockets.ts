import type { Viewer } from '../../../auth/viewer.js';
import type { Session } from './session.js';

/** How many sockets each tenant has open; those who act for no tenant count by subject. */
export class TenantSockets {
  readonly #keys = new Map<Session, string>();
  readonly #counts = new Map<string, number>();

  constructor(private readonly most: number) {}

  /** False when the tenant has as many as it may. */
  admit(session: Session, { tenant, subject }: Viewer): boolean {
    // Ids of tenants hold no space.
    const key = tenant?.id ?? ` ${subject}`;
    const count = this.#counts.get(key) ?? 0;
    if (count >= this.most) return false;
    this.#counts.set(key, count + 1);
    this.#keys.set(session, key);
    return true;
  }

  release(session: Session): void {
    const key = this.#keys.get(session);
    if (key === undefined) return;
    this.#keys.delete(session);
    const count = (this.#counts.get(key) ?? 1) - 1;
    if (count === 0) this.#counts.delete(key);
    else this.#counts.set(key, count);
  }
}
