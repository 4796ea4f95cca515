import type { ComponentPlatform } from '../../wechat/component-platform.js';
import type { ComponentTickets } from './component-tickets.js';

/** WeChat pushes one every ten minutes; after this long without one, milliseconds, it has stopped. */
const STAYING_AWAY_MS = 3_600_000;
/** How long WeChat takes a ticket, milliseconds. */
const LIFE_MS = 12 * 3_600_000;

export type TicketLog = (
  level: 'info' | 'warn' | 'error',
  message: string,
  facts: Readonly<Record<string, unknown>>,
) => void;

/** Has WeChat push tickets again when they stay away, which it does after our answers have failed for a while (§4.7). */
export class TicketWatch {
  constructor(
    private readonly tickets: Pick<ComponentTickets, 'age'>,
    private readonly platform: Pick<ComponentPlatform, 'startPushTicket'>,
    private readonly log: TicketLog,
  ) {}

  /** One look, to be taken at the start and now and then. */
  async look(): Promise<void> {
    const age = await this.tickets.age();
    if (age !== null && age <= STAYING_AWAY_MS) return;
    const minutes = age === null ? null : Math.floor(age / 60_000);
    if (age !== null && age > LIFE_MS)
      this.log('error', 'The newest ticket from WeChat is older than 12 hours: nothing can be asked of WeChat.', {
        minutes,
      });
    else if (age !== null)
      this.log('warn', 'The newest ticket from WeChat is older than an hour; it may be used for 12.', { minutes });
    try {
      await this.platform.startPushTicket();
      this.log('info', 'WeChat was asked to push tickets.', { minutes });
    } catch (error) {
      this.log('error', 'WeChat could not be asked to push tickets.', { minutes, err: error });
    }
  }
}
