import type { NewAccount, SimulatedAccount } from './accounts.js';
import type { Authorization, PushTiming } from './administrators.js';
import type { SimulatedComponent } from './component.js';
import type { SentByAccount } from './customer-service.js';
import type { Delivery } from './delivery.js';
import type { Faults } from './faults.js';
import type { LiveButton, LiveMenu } from './menu.js';
import type { Callbacks } from './options.js';
import type { ReleaseTestReport } from './release-test.js';
import type { Answered, SentMessage } from './residents.js';
import type { ResidentEvent } from './taps.js';
import type { TrueGrant } from './world.js';

/** Everything that can be asked of WeChat's side, and done on it, beside what its own API offers. */
export interface Controls {
  /** With the newest of its keys first. */
  readonly component: SimulatedComponent;
  readonly faults: Pick<Faults, 'set' | 'next' | 'nextDelivery' | 'clear'>;
  /** The newest component_verify_ticket. */
  currentTicket(): Promise<string>;
  accounts(): readonly SimulatedAccount[];
  addAccount(given?: NewAccount): SimulatedAccount;
  /** As when it is renamed, verified or frozen: what is not said stays. */
  changeAccount(appId: string, change: NewAccount): SimulatedAccount;

  configureCallbacks(callbacks: Callbacks): void;
  /** Pushes a new ticket now. */
  pushTicket(): Promise<Delivery>;
  /** An administrator confirms, away from the page; resolves to the authorization code. */
  authorize(authorization: Authorization): Promise<string>;
  /** An administrator changes what is granted; resolves to the new authorization code. */
  changePermissions(appId: string, permissions: readonly number[], push?: PushTiming): Promise<string>;
  /** An administrator ends the grant: all its tokens are dead. */
  cancel(appId: string, push?: 'CONCURRENT' | 'NONE'): Promise<Delivery>;

  /** A resident writes to an account; the reply is decrypted, and null when there is none. */
  say(appId: string, text: string, openId?: string): Promise<Answered>;
  send(appId: string, message: SentMessage, openId?: string): Promise<Answered>;
  event(appId: string, event: ResidentEvent, openId?: string): Promise<Answered>;
  /** The openid that a person has at an account: the first, the second, … */
  openId(appId: string, number?: number): string;
  followers(appId: string): readonly string[];
  /** A resident taps a button of the live menu: names or places from 0, from the top. */
  tap(appId: string, path: readonly (string | number)[], openId?: string): Promise<Answered>;
  /** Customer-service messages of an account, oldest first. */
  sent(appId: string): readonly SentByAccount[];
  /** What residents see, or null. */
  menuOf(appId: string): LiveMenu | null;
  /** The administrator makes a menu by hand. */
  setWebsiteMenu(appId: string, buttons: readonly LiveButton[]): void;
  /** WeChat's test before a platform is released, with one of five pairs of accounts: 0 to 4. */
  runReleaseTest(which?: number): Promise<ReleaseTestReport>;

  /** Everything that was to be sent has been, also what faults hold back. */
  settled(): Promise<void>;
  /** What was delivered or given up, newest last; a thousand at most. */
  deliveries(): readonly Delivery[];
  truth(): readonly TrueGrant[];
  /** Every secret that it ever handed out, and the component's own. */
  issuedSecrets(): readonly string[];
  /** As when WeChat forgets them: the next call with one gets 40001. */
  invalidateComponentTokens(): void;
  /** As when two hours are over: 42001. */
  expireAccessTokens(appId: string): void;
  /** As when WeChat forgets them: 40001. */
  invalidateAccessTokens(appId: string): void;
  /** From now on messages are encrypted with this key; the present one becomes the previous one. */
  rotateKey(encodingAesKey: string): void;
  /** How often a path of the API was asked, such as `/cgi-bin/component/api_query_auth`. */
  requests(path: string): number;
}
