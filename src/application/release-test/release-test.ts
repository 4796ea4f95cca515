import type { Vault } from '../../vault/vault.js';
import { MessageRefusedError } from '../../wechat/callbacks/message-refused.js';
import type { ComponentPush, PassiveReply, ResidentMessage } from '../../wechat/callbacks/receiver.js';
import { WeChatRefusedError, type ComponentPlatform } from '../../wechat/component-platform.js';
import type { CustomerService } from '../../wechat/customer-service.js';
import { originalIdOfTestAccount } from '../../wechat/release-test-accounts.js';
import type { Turns } from '../deciding/turns.js';
import { TestGrants } from './test-grants.js';

export interface ReleaseTestOptions {
  readonly platform: Pick<ComponentPlatform, 'queryAuthorization'>;
  readonly vault: Pick<Vault, 'getVersioned' | 'replace' | 'erase' | 'names'>;
  readonly customerService: CustomerService;
  readonly turns: Turns;
  /** Told what failed behind an answer. The error holds neither secrets nor anything that a message said. */
  readonly onFailure: (appId: string, error: unknown) => void;
}

const PLAIN_TEXT = 'TESTCOMPONENT_MSG_TYPE_TEXT';
const API_TEXT = 'QUERY_AUTH_CODE:';

/** How long to wait for exchanges before one's own, milliseconds. */
const PATIENCE_MS = 30_000;

/** What may go on behind the answers at once. */
const MOST_AT_ONCE = 20;

/**
 * WeChat's network-wide-release test (全网发布接入检测, wechat protocol §7.7): its own accounts authorize the platform and
 * say things to it that have prescribed answers.
 */
export class ReleaseTest {
  readonly #grants: TestGrants;
  readonly #underWay = new Set<Promise<void>>();
  #closed = false;

  constructor(private readonly options: ReleaseTestOptions) {
    this.#grants = new TestGrants(options.vault);
  }

  /** A push about a test account. Resolves when it is on disk; the code is exchanged behind. */
  async push(push: Extract<ComponentPush, { readonly appId: string }>): Promise<void> {
    const { appId } = push;
    if (push.kind === 'unauthorized') {
      await this.#grants.cancel(appId, push.createdAt);
      return;
    }
    await this.#grants.expect(appId, push.authorizationCode, push.createdAt);
    this.#behind(appId, () => this.#exchangeWaiting(appId));
  }

  /** A message to a test account. @throws MessageRefusedError */
  message(appId: string, message: ResidentMessage): Promise<PassiveReply | null> {
    return Promise.resolve().then(() => this.#answer(appId, message));
  }

  /** Carries on with what a crash, or a WeChat that did not answer, left behind. */
  async resume(): Promise<void> {
    for (const appId of await this.#grants.appIds()) this.#behind(appId, () => this.#exchangeWaiting(appId));
  }

  /** Resolves when nothing goes on behind the answers. */
  async idle(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  /** Begins nothing any more, and waits for what goes on behind the answers. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.idle();
  }

  #answer(appId: string, message: ResidentMessage): PassiveReply | null {
    const { toUserName, fromUserName, type, event } = message;
    if (originalIdOfTestAccount(appId) !== toUserName) throw new MessageRefusedError('OTHER_ACCOUNT');
    if (type === 'event') return event === null ? null : { type: 'TEXT', text: `${event}from_callback` };
    const content = message.content?.trim() ?? '';
    if (content === PLAIN_TEXT) return { type: 'TEXT', text: `${PLAIN_TEXT}_callback` };
    if (content.startsWith(API_TEXT)) {
      const code = content.slice(API_TEXT.length);
      this.#behind(appId, () => this.#sendByApi(appId, code, fromUserName));
    }
    return null;
  }

  #behind(appId: string, work: () => Promise<void>): void {
    // A code that was spent now would be spent for nothing: what waits is carried on after the next start.
    if (this.#closed) return;
    const { onFailure } = this.options;
    if (this.#underWay.size >= MOST_AT_ONCE) {
      onFailure(appId, new Error('Too much of the release test goes on at once.'));
      return;
    }
    const running = work()
      .catch((error: unknown) => onFailure(appId, error))
      .finally(() => this.#underWay.delete(running));
    this.#underWay.add(running);
  }

  /** The text is sent with the token for the code, or, where a push's exchange has spent the code, with that one's. */
  async #sendByApi(appId: string, code: string, to: string): Promise<void> {
    // What a push brought comes first: its own turn tells of a failure.
    await this.#exchangeWaiting(appId).catch(() => undefined);
    await this.#exchange(appId, code, false);
    const token = await this.#grants.accessToken(appId);
    if (token === null) throw new Error('There is no access token of the test account.');
    await this.options.customerService.sendText(token, to, `${code}_from_api`);
  }

  async #exchangeWaiting(appId: string): Promise<void> {
    const code = await this.#grants.waiting(appId);
    if (code !== null) await this.#exchange(appId, code, true);
  }

  /** One at a time for an account, so that who comes second finds what the first was given. */
  #exchange(appId: string, code: string, isPushed: boolean): Promise<void> {
    const exchange = (): Promise<void> => this.#exchangeNow(appId, code, isPushed);
    return this.options.turns.run(`release-test/${appId}`, exchange, { patience: PATIENCE_MS });
  }

  async #exchangeNow(appId: string, code: string, isPushed: boolean): Promise<void> {
    if (await this.#grants.isExchanged(appId, code)) return;
    try {
      const grant = await this.options.platform.queryAuthorization(code);
      if (grant.appId === appId) await this.#grants.keep(appId, code, grant.credentials, isPushed);
    } catch (error) {
      if (!(error instanceof WeChatRefusedError)) throw error;
      // Spent or too old: what was obtained before has to do.
      await this.#grants.giveUp(appId, code);
    }
  }
}
