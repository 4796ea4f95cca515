import { happen } from './happenings.js';
import { MemoryLog } from './memory-log.js';

interface Community {
  readonly tenantId: string;
  readonly communityId: string;
  appId: string | null;
  paid: boolean;
}

interface Account {
  readonly appId: string;
  readonly owner: string;
  readonly tenure: number;
  readonly recipients: Set<string>;
}

/** Adds to a log what could really have happened, as the given numbers choose. */
export class Story {
  readonly #accounts = new Map<string, Account>();
  readonly #communities: Community[] = [];
  #sequence = 0;

  constructor(readonly log: MemoryLog) {}

  go(choices: readonly number[]): this {
    for (const choice of choices) this.#step(choice);
    return this;
  }

  #step(choice: number): void {
    const pick = <T>(list: readonly T[], salt: number): T | undefined => list[Math.floor(choice / salt) % list.length];
    const account = pick([...this.#accounts.values()], 10);
    const community = pick(this.#communities, 30);
    const recipient = pick(['t1', 't2', 't3'], 50) ?? 't1';
    switch (choice % 10) {
      case 0:
        this.#authorize(`wx${choice % 3}`, recipient);
        return;
      case 1:
        if (account) this.#share(account, recipient);
        return;
      case 2:
        if (account) this.#endSharing(account, recipient);
        return;
      case 3:
      case 4:
        if (account && community) this.#bind(account, community);
        return;
      case 5:
        if (community) this.#unbind(community);
        return;
      case 6:
        if (account) happen(this.log, 'AccountDeauthorized', { ...named(account), cancelledAt: null });
        return;
      case 7:
        if (account) happen(this.log, 'AccountResumed', { ...named(account), grant: choice });
        return;
      default:
        this.#register(recipient);
    }
  }

  #authorize(appId: string, owner: string): void {
    const before = this.#accounts.get(appId);
    if (before) {
      for (const recipient of before.recipients) this.#endSharing(before, recipient);
      happen(this.log, 'AccountReleased', named(before));
    }
    const account = { appId, owner, tenure: (before?.tenure ?? 0) + 1, recipients: new Set<string>() };
    this.#accounts.set(appId, account);
    happen(this.log, 'AccountAuthorized', named(account));
  }

  #share(account: Account, recipient: string): void {
    if (recipient === account.owner || account.recipients.has(recipient)) return;
    account.recipients.add(recipient);
    happen(this.log, 'ShareCodeGenerated', { ...named(account), digest: `d${++this.#sequence}` });
    happen(this.log, 'SharingStarted', { ...named(account), recipient, sharingId: sharingId(account, recipient) });
  }

  #endSharing(account: Account, recipient: string): void {
    if (!account.recipients.delete(recipient)) return;
    happen(this.log, 'SharingEnded', { ...named(account), recipient, sharingId: sharingId(account, recipient) });
  }

  #register(tenantId: string): void {
    const communityId = `c${++this.#sequence}`;
    this.#communities.push({ tenantId, communityId, appId: null, paid: false });
    happen(this.log, 'CommunityRegistered', { tenantId, communityId, externalId: `x${this.#sequence}` });
  }

  #bind(account: Account, community: Community): void {
    if (community.appId !== null) this.#unbind(community);
    community.appId = account.appId;
    happen(this.log, 'CommunityBound', { ...named(account), ...idsOf(community) });
    community.paid = true;
    happen(this.log, 'PaymentBound', { ...named(account), ...idsOf(community) });
  }

  #unbind(community: Community): void {
    const { appId, paid } = community;
    if (appId === null) return;
    if (paid) happen(this.log, 'PaymentUnbound', { ...idsOf(community), appId });
    happen(this.log, 'CommunityUnbound', { ...idsOf(community), appId });
    community.appId = null;
    community.paid = false;
  }
}

const named = ({ appId, owner, tenure }: Account) => ({ appId, owner, tenure });
const idsOf = ({ tenantId, communityId }: Community) => ({ tenantId, communityId });
const sharingId = ({ appId, tenure }: Account, recipient: string): string => `${appId}.${tenure}${recipient}`;
