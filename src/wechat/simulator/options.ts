import type { SimulatedAccount } from './accounts.js';
import type { PushTiming } from './administrators.js';
import type { SimulatedComponent } from './component.js';
import type { CourierOptions } from './courier.js';
import type { MemoryPlace } from './memory.js';

/** Where WeChat sends what it has to tell: two URLs of its console. */
export interface Callbacks {
  /** 授权事件接收URL */
  readonly eventUrl: string;
  /** 消息与事件接收URL, with `$APPID$` in place of the account's app id. */
  readonly messageUrl: string;
}

export interface SimulatorOptions extends Partial<CourierOptions> {
  /** 0 takes any free port. */
  readonly port: number;
  /** Address to listen on; the loopback one unless told. */
  readonly host?: string;
  readonly component: Pick<SimulatedComponent, 'startDomain'> & Partial<SimulatedComponent>;
  /** In place of the built-in ones. */
  readonly accounts?: readonly SimulatedAccount[];
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  readonly random?: (bytes: number) => Buffer;
  /** Without them nothing is sent, until they are configured. */
  readonly callbacks?: Callbacks;
  /** How often tickets are pushed: ten minutes unless told; null for only on demand. */
  readonly ticketIntervalMs?: number | null;
  /** When authorizations are pushed, unless told: at the time at which the browser is sent back. */
  readonly push?: PushTiming;
  /** An ordinary refresh replaces the refresh token, too. */
  readonly rotateRefreshTokens?: boolean;
  /** Without it nothing outlives a restart. */
  readonly memory?: MemoryPlace;
}
