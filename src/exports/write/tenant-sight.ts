import type { SightDocument } from '../../../projections/documents.js';
import { factOf } from '../../../projections/fact.js';
import { evolveSight, movesSight } from '../../../projections/trail/account-sight.js';
import { recipientsThen, sightId } from '../../../projections/trail/entry.js';
import { sightOf, TRAIL_EVENTS } from '../../../projections/trail/sight.js';
import type { ProductEvent } from '../../domain/product-event.js';
import type { StoredEvent } from '../../event-store/port.js';

const inTrail: ReadonlySet<string> = new Set(TRAIL_EVENTS);

/**
 * Which events a tenant may see (R27), by the trail's own rules, folded from the log: so that an export needs no read
 * models. Every event has to pass, in order.
 */
export class TenantSight {
  /** Who owns and who shares each account at the moment reached. */
  private readonly accounts = new Map<string, SightDocument | null>();

  constructor(private readonly tenant: string) {}

  /** @throws UnknownEventError for an event of a later version of this software */
  sees(event: StoredEvent): boolean {
    if (!inTrail.has(event.type)) return false;
    const fact = factOf<ProductEvent>(event);
    const recipients = recipientsThen(event, (id) => this.accounts.get(id) ?? null);
    if (movesSight(event.type)) {
      const id = sightId(event);
      this.accounts.set(id, evolveSight(this.accounts.get(id) ?? null, fact));
    }
    return sightOf(fact, recipients).seenBy.includes(this.tenant);
  }
}
