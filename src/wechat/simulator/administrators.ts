import { ImpossibleError } from './impossible.js';
import { notSent, type Delivery } from './delivery.js';
import type { NewGrant } from './grants.js';
import type { Pushes } from './pushes.js';
import type { World } from './world.js';

/** When the push is sent: before the code is handed out, at the same time, after the code was exchanged, or never. */
export type PushTiming = 'BEFORE' | 'CONCURRENT' | 'AFTER' | 'NONE';

export interface Authorization {
  readonly appId: string;
  /** All that the account has, unless told. */
  readonly permissions?: readonly number[] | undefined;
  /** Of a run of the platform; without one the authorization starts from WeChat's side. */
  readonly preAuthCode?: string | undefined;
  readonly push?: PushTiming | undefined;
}

/** What the administrators of accounts do in WeChat: authorize, change permissions, cancel. */
export class Administrators {
  private readonly exchanged = new Map<string, () => void>();

  constructor(
    private readonly world: World,
    private readonly pushes: Pushes,
    private readonly usualTiming: PushTiming,
  ) {}

  /** Resolves to the authorization code. @throws ImpossibleError when the pre-auth code is not alive */
  async authorize(authorization: Authorization): Promise<string> {
    const { given, preAuthCode } = this.confirm(authorization);
    await this.tell(given, preAuthCode, authorization.push);
    return given.code;
  }

  /** As `authorize`, with the push brought to its end. */
  async authorizeAndTell(
    authorization: Authorization,
  ): Promise<{ readonly code: string; readonly delivery: Delivery }> {
    const { given, preAuthCode } = this.confirm(authorization);
    return { code: given.code, delivery: await this.push(given, preAuthCode) };
  }

  /**
   * As on mp.weixin.qq.com: the refresh token is replaced, and a new code is pushed unless nothing changes.
   * @throws WeChatFault 61003 when there is no grant
   */
  async changePermissions(appId: string, permissions: readonly number[], push?: PushTiming): Promise<string> {
    const { grants, mint } = this.world;
    grants.get(appId);
    const given = grants.give(this.world.existing(appId), permissions);
    await this.tell(given, mint.secret('preauthcode'), push);
    return given.code;
  }

  /** The grant ends at once. @throws WeChatFault 61003 when there is none */
  async cancel(appId: string, push: 'CONCURRENT' | 'NONE' = 'CONCURRENT'): Promise<Delivery> {
    this.world.grants.cancel(appId);
    if (push === 'CONCURRENT') return this.pushes.unauthorized(appId);
    return notSent('unauthorized', appId);
  }

  /** The platform exchanged this code. */
  onExchanged(code: string): void {
    this.exchanged.get(code)?.();
    this.exchanged.delete(code);
  }

  private confirm({ appId, permissions, preAuthCode }: Authorization): {
    readonly given: NewGrant;
    readonly preAuthCode: string;
  } {
    const { secrets, mint, grants } = this.world;
    const account = this.world.existing(appId);
    if (preAuthCode !== undefined) {
      if (secrets.preAuthCodeState(preAuthCode) !== 'LIVE')
        throw new ImpossibleError('The pre-auth code is not alive.');
      secrets.spendPreAuthCode(preAuthCode);
    }
    const given = grants.give(account, permissions ?? account.permissions);
    return { given, preAuthCode: preAuthCode ?? mint.secret('preauthcode') };
  }

  /** A grant that is renewed with the same permission sets is not pushed (wechat protocol §2). */
  private async tell(given: NewGrant, preAuthCode: string, timing: PushTiming = this.usualTiming): Promise<void> {
    if (timing === 'NONE' || String(given.former?.permissions) === String(given.grant.permissions)) return;
    const pushed = this.push(
      given,
      preAuthCode,
      timing === 'AFTER' ? new Promise<void>((resolve) => this.exchanged.set(given.code, resolve)) : undefined,
    );
    if (timing === 'BEFORE') await pushed;
  }

  private push({ grant, code, former }: NewGrant, preAuthCode: string, after?: Promise<unknown>): Promise<Delivery> {
    const kind = former === null ? 'authorized' : 'updateauthorized';
    return this.pushes.authorized(kind, grant, code, preAuthCode, after);
  }
}
