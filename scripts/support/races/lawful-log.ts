import type { AccountEvent } from '../../../src/domain/account/events.js';
import type { ShareCodeEvent } from '../../../src/domain/share-code/events.js';
import type { TenantEvent } from '../../../src/domain/tenant/events.js';
import type { StoredEvent } from '../../../src/event-store/port.js';

interface Account {
  owner: string | null;
  tenure: number;
  readonly interfaces: Set<string>;
  /** Recipient of each sharing that is active. */
  readonly sharings: Map<string, string>;
}

interface Bound {
  readonly appId: string;
  readonly tenantId: string;
  readonly sharingId: string | null;
  payment: string | null;
}

/**
 * The rules about what may stand beside what, told a second time: over the log alone, without the product's own folds.
 * Looks after each append, so that nothing unlawful is overlooked that a later one put right.
 */
export class LawfulLog {
  readonly #accounts = new Map<string, Account>();
  readonly #codes = new Map<string, { readonly appId: string; readonly tenure: number; open: boolean }>();
  readonly #bound = new Map<string, Bound>();
  /** What broke a rule, in the order of the log. */
  readonly broken: string[] = [];

  /** Takes one append's events. */
  take(events: readonly StoredEvent[]): void {
    for (const stored of events) {
      this.#evolve({ type: stored.type, data: stored.data } as unknown as AccountEvent | ShareCodeEvent | TenantEvent);
    }
    const [first] = events;
    if (first === undefined) return;
    for (const wrong of this.#unlawful())
      this.broken.push(`${wrong} after ${first.metadata.command} at ${first.cursor}`);
  }

  #account(appId: string): Account {
    const known = this.#accounts.get(appId);
    if (known !== undefined) return known;
    const account = { owner: null, tenure: 0, interfaces: new Set<string>(), sharings: new Map<string, string>() };
    this.#accounts.set(appId, account);
    return account;
  }

  #evolve({ type, data }: AccountEvent | ShareCodeEvent | TenantEvent): void {
    switch (type) {
      case 'AccountAuthorized': {
        const account = this.#account(data.appId);
        account.owner = data.owner;
        account.tenure = data.tenure;
        return;
      }
      case 'AccountReleased':
        this.#account(data.appId).owner = null;
        return;
      case 'PaymentInterfaceAdded':
        this.#account(data.appId).interfaces.add(data.paymentInterfaceId);
        return;
      case 'PaymentInterfaceRemoved':
        this.#account(data.appId).interfaces.delete(data.paymentInterfaceId);
        return;
      case 'SharingStarted':
        this.#account(data.appId).sharings.set(data.sharingId, data.recipient);
        return;
      case 'SharingEnded':
        this.#account(data.appId).sharings.delete(data.sharingId);
        return;
      case 'ShareCodeGenerated':
        this.#codes.set(data.digest, { appId: data.appId, tenure: data.tenure, open: true });
        return;
      case 'ShareCodeRedeemed':
      case 'ShareCodeCancelled': {
        const code = this.#codes.get(data.digest);
        if (code?.open !== true) this.broken.push(`R9: ${type} of a code that was not open`);
        else code.open = false;
        return;
      }
      case 'CommunityBound': {
        const { appId, tenantId, sharingId } = data;
        if (this.#bound.has(data.communityId)) this.broken.push(`R15: ${data.communityId} bound twice`);
        this.#bound.set(data.communityId, { appId, tenantId, sharingId, payment: null });
        return;
      }
      case 'CommunityUnbound':
        this.#bound.delete(data.communityId);
        return;
      case 'PaymentBound':
      case 'PaymentUnbound': {
        const bound = this.#bound.get(data.communityId);
        if (bound === undefined) this.broken.push(`R16: ${type} of ${data.communityId}, which is not bound`);
        else bound.payment = type === 'PaymentBound' ? data.paymentInterfaceId : null;
        return;
      }
      default:
    }
  }

  *#unlawful(): Iterable<string> {
    for (const [communityId, { appId, tenantId, sharingId, payment }] of this.#bound) {
      const { owner, sharings, interfaces } = this.#account(appId);
      const mayBind = sharingId === null ? owner === tenantId : sharings.get(sharingId) === tenantId;
      if (!mayBind) yield `R15, R20–R24: ${communityId} is bound without right`;
      if (payment !== null && !interfaces.has(payment)) yield `R14: ${communityId} is bound to a removed interface`;
    }
    for (const [appId, { owner, sharings }] of this.#accounts) {
      if (owner === null && sharings.size > 0) yield `R7: ${appId} is released and shared`;
    }
  }
}

/** One list for each append, in the order of the log. */
export function appendsOf(log: readonly StoredEvent[]): StoredEvent[][] {
  const appends: StoredEvent[][] = [];
  for (const event of log) {
    const last = appends.at(-1);
    if (last?.[0]?.metadata.commandId === event.metadata.commandId) last.push(event);
    else appends.push([event]);
  }
  return appends;
}
