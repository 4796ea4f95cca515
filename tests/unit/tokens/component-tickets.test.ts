import { ComponentTickets } from '../../../src/application/tokens/component-tickets.js';
import { TicketWatch } from '../../../src/application/tokens/ticket-watch.js';
import type { Vault } from '../../../src/vault/vault.js';
import { WeChatUnavailableError } from '../../../src/wechat/component-platform.js';
import { TokenWorld } from './token-world.js';

const COMPONENT = 'wxcomponent';

describe('tickets of the platform', () => {
  let world: TokenWorld & { readonly vault: Vault };
  let tickets: ComponentTickets;
  const minutesAgo = (minutes: number): string => world.weChat.in(-60_000 * minutes);

  beforeEach(async () => {
    world = await TokenWorld.open();
    tickets = new ComponentTickets(world.vault, COMPONENT, world.clock.now);
  });

  afterEach(() => world.close());

  test('the newest by WeChat’s time is kept, in whatever order they arrive', async () => {
    await tickets.keep('ticket@@@2', minutesAgo(10));
    await tickets.keep('ticket@@@1', minutesAgo(20));
    expect(await tickets.ticket()).toBe('ticket@@@2');
    await tickets.keep('ticket@@@3', minutesAgo(0));
    expect(await tickets.ticket()).toBe('ticket@@@3');
  });

  test('the newest wins also where all arrive at once, in two processes', async () => {
    const other = new ComponentTickets(await world.openVault(), COMPONENT, world.clock.now);
    const minutes = Array.from({ length: 20 }, (_, i) => (i * 7) % 20);
    await Promise.all(minutes.map((m, i) => (i % 2 ? tickets : other).keep(`ticket@@@${m}`, minutesAgo(m))));
    expect(await tickets.ticket()).toBe('ticket@@@0');
  });

  test('none was pushed yet: WeChat is unavailable, and that is said', async () => {
    const error: unknown = await tickets.ticket().catch((e: unknown) => e);
    expect(error).toBeInstanceOf(WeChatUnavailableError);
    expect(String(error)).toContain('has not pushed');
    expect(await tickets.age()).toBeNull();
  });

  test('another platform’s ticket is none, and does not stand in the way', async () => {
    await new ComponentTickets(world.vault, 'wxother', world.clock.now).keep('ticket@@@other', minutesAgo(0));
    await expect(tickets.ticket()).rejects.toBeInstanceOf(WeChatUnavailableError);
    await tickets.keep('ticket@@@mine', minutesAgo(10));
    expect(await tickets.ticket()).toBe('ticket@@@mine');
    expect(await tickets.age()).toBe(600_000);
  });

  describe('while they stay away', () => {
    let asked: number;
    let told: [string, string][];
    let refuse: boolean;
    const look = (): Promise<void> =>
      new TicketWatch(
        tickets,
        {
          startPushTicket: () => {
            asked += 1;
            return refuse ? Promise.reject(new WeChatUnavailableError('no answer', 5)) : Promise.resolve();
          },
        },
        (level, message) => told.push([level, message]),
      ).look();

    beforeEach(() => {
      asked = 0;
      told = [];
      refuse = false;
    });

    test('WeChat is left alone as long as they come', async () => {
      await tickets.keep('ticket@@@1', minutesAgo(60));
      await look();
      expect([asked, told]).toEqual([0, []]);
    });

    test('before the first one WeChat is asked to push', async () => {
      await look();
      expect(asked).toBe(1);
      expect(told.map(([level]) => level)).toEqual(['info']);
    });

    test.each([61, 12 * 60])('WeChat is asked to push, with a warning: newest %p minutes old', async (minutes) => {
      await tickets.keep('ticket@@@1', minutesAgo(minutes));
      await look();
      expect(asked).toBe(1);
      expect(told.map(([level]) => level)).toEqual(['warn', 'info']);
    });

    test('beyond twelve hours it is said loudly, each time', async () => {
      await tickets.keep('ticket@@@1', minutesAgo(12 * 60 + 1));
      await look();
      await look();
      expect(asked).toBe(2);
      expect(told.filter(([level]) => level === 'error')).toHaveLength(2);
      expect(told[0]?.[1]).toContain('older than 12 hours');
    });

    test('that WeChat could not be asked is no end', async () => {
      refuse = true;
      await look();
      expect(told.map(([level]) => level)).toEqual(['error']);
    });
  });
});
