import { Expiring } from './expiring.js';
import { WeChatFault } from './fault.js';
import { LIVES } from './lives.js';
import type { Mint } from './mint.js';

/** Tickets, component tokens and pre-auth codes: what the platform itself is given. */
export class ComponentSecrets {
  private readonly tickets: Expiring<true>;
  private readonly tokens: Expiring<true>;
  private readonly preAuthCodes: Expiring<true>;
  private newestTicket: { readonly ticket: string; readonly issuedAt: number } | null = null;

  constructor(
    private readonly clock: () => number,
    private readonly mint: Mint,
  ) {
    this.tickets = new Expiring(clock);
    this.tokens = new Expiring(clock);
    this.preAuthCodes = new Expiring(clock);
  }

  /** The newest one, unless ten minutes have gone by. */
  currentTicket(): string {
    const { newestTicket } = this;
    if (newestTicket === null || this.clock() - newestTicket.issuedAt >= LIVES.ticketInterval * 1000)
      return this.newTicket();
    return newestTicket.ticket;
  }

  /** Each is taken for twelve hours, also when there are newer ones. */
  newTicket(): string {
    const ticket = this.mint.secret('ticket');
    this.newestTicket = { ticket, issuedAt: this.clock() };
    this.tickets.add(ticket, true, LIVES.ticket);
    return ticket;
  }

  /** @throws WeChatFault 61005, 61006 */
  issueToken(ticket: string): string {
    const looked = this.tickets.look(ticket);
    if (looked.state === 'UNKNOWN') throw new WeChatFault(61006);
    if (looked.state === 'EXPIRED') throw new WeChatFault(61005);
    this.tokens.cut(() => true, LIVES.overlap);
    const token = this.mint.secret('componenttoken');
    this.tokens.add(token, true, LIVES.token);
    return token;
  }

  tokenState(token: string): ReturnType<Expiring<true>['look']>['state'] {
    return this.tokens.look(token).state;
  }

  dropTokens(): void {
    this.tokens.cut(() => true, 0);
  }

  issuePreAuthCode(): string {
    const code = this.mint.secret('preauthcode');
    this.preAuthCodes.add(code, true, LIVES.preAuthCode);
    return code;
  }

  preAuthCodeState(code: string): ReturnType<Expiring<true>['look']>['state'] {
    return this.preAuthCodes.look(code).state;
  }

  /** It is good for one approval. */
  spendPreAuthCode(code: string): void {
    this.preAuthCodes.remove(code);
  }
}
