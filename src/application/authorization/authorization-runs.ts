import { authorizationStream } from '../../domain/authorization/authorization-stream.js';
import type { AuthorizationState } from '../../domain/authorization/state.js';
import type { ComponentPlatform } from '../../wechat/component-platform.js';
import type { StreamStates } from '../deciding/stream-states.js';
import type { PreAuthCodes } from './pre-auth-codes.js';

/** Ids as they are made; nothing else can name a run. */
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Runs of the QR flow as our own pages show them to whoever holds a run's address. */
export class AuthorizationRuns {
  constructor(
    private readonly states: StreamStates,
    private readonly preAuthCodes: PreAuthCodes,
    private readonly platform: ComponentPlatform,
    /** Our own address, without a slash at the end. */
    private readonly publicUrl: () => string,
  ) {}

  async find(id: string): Promise<AuthorizationState> {
    if (!ID.test(id)) return { status: 'NONE' };
    return (await this.states.fresh(authorizationStream, id)).state;
  }

  /** WeChat's addresses for the run (§3.1); null when its pre-auth code is gone. */
  async weChatUrls(id: string): Promise<{ readonly pc: string; readonly mobile: string } | null> {
    const code = await this.preAuthCodes.codeOf(id);
    if (code === null) return null;
    const redirectUri = `${this.publicUrl()}/wechat/authorized/${id}`;
    return {
      pc: this.platform.pcAuthorizationUrl(code, redirectUri),
      mobile: this.platform.mobileAuthorizationUrl(code, redirectUri),
    };
  }
}
