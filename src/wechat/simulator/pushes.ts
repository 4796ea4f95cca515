import type { Courier } from './courier.js';
import { notSent, type Delivered, type Delivery, type Verdict } from './delivery.js';
import type { Grant } from './grants.js';
import { LIVES } from './lives.js';
import { UnreadableError } from './message-crypto.js';
import type { World } from './world.js';
import { writeXml, type XmlElement } from './xml.js';

/** So many tickets in a row that are not acknowledged, and no more are pushed until the platform asks. */
const TICKET_FAILURES = 3;

/** Pushes to the authorization-event URL (wechat protocol §2). */
export class Pushes {
  private url: string | null = null;
  private timer: NodeJS.Timeout | null = null;
  private failuresInARow = 0;
  private stopped = false;

  constructor(
    private readonly world: World,
    private readonly courier: Courier,
    /** Null for only on demand. */
    private readonly ticketIntervalMs: number | null,
  ) {}

  /** From now on tickets are pushed there, the first one at once. */
  configure(url: string): void {
    this.url = url;
    if (this.ticketIntervalMs === null) return;
    this.close();
    this.timer = setInterval(() => {
      if (!this.stopped) void this.ticket();
    }, this.ticketIntervalMs).unref();
    void this.ticket();
  }

  close(): void {
    if (this.timer !== null) clearInterval(this.timer);
  }

  async ticket(): Promise<Delivery> {
    const delivery = await this.push('component_verify_ticket', null, [
      ['ComponentVerifyTicket', this.world.secrets.newTicket()],
    ]);
    if (delivery.outcome === 'ACKNOWLEDGED') this.failuresInARow = 0;
    if (delivery.outcome === 'FAILED') this.failuresInARow += 1;
    if (this.failuresInARow >= TICKET_FAILURES) this.stopped = true;
    return delivery;
  }

  /** Whether it had stopped, which it does when too many tickets in a row were not acknowledged (§4.7). */
  resumeTickets(): boolean {
    const was = this.stopped;
    this.stopped = false;
    this.failuresInARow = 0;
    if (was) void this.ticket();
    return was;
  }

  /** `preAuthCode`: of the platform's run, or of WeChat's own. */
  authorized(
    kind: 'authorized' | 'updateauthorized',
    { appId }: Grant,
    code: string,
    preAuthCode: string,
    after?: Promise<unknown>,
  ): Promise<Delivery> {
    const elements: readonly XmlElement[] = [
      ['AuthorizerAppid', appId],
      ['AuthorizationCode', code],
      ['AuthorizationCodeExpiredTime', this.world.seconds() + LIVES.authCode],
      ['PreAuthCode', preAuthCode],
    ];
    return this.push(kind, appId, elements, after);
  }

  unauthorized(appId: string): Promise<Delivery> {
    return this.push('unauthorized', appId, [['AuthorizerAppid', appId]]);
  }

  private async push(
    kind: string,
    appId: string | null,
    elements: readonly XmlElement[],
    after?: Promise<unknown>,
  ): Promise<Delivery> {
    const component = this.world.component.appId;
    if (this.url === null) return notSent(kind, appId);
    const { delivery }: Delivered<never> = await this.courier.send(
      {
        kind,
        appId,
        url: this.url,
        envelope: ['AppId', component],
        xml: writeXml([['AppId', component], ['CreateTime', this.world.seconds()], ['InfoType', kind], ...elements]),
        judge: acknowledgement,
        insist: true,
      },
      after,
    );
    return delivery;
  }
}

/** A push is taken with `success`, to the letter. */
function acknowledgement(body: string): Verdict<never> {
  if (body === 'success') return { outcome: 'ACCEPTED', reply: null };
  return { outcome: 'MALFORMED', reason: new UnreadableError('The answer is not success.') };
}
