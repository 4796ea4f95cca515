import { createHash } from 'node:crypto';
import type { WeChatComponent } from '../component.js';

/** The platform as it is registered with the simulated WeChat. */
export interface SimulatedComponent extends WeChatComponent {
  /** Host that authorizations start from and return to, without scheme or port (授权发起页域名). */
  readonly startDomain: string;
}

const fixed = (what: string): string => createHash('sha512').update(`simulated ${what}`).digest('base64');

/** Credentials that open nothing but the simulator. */
export const SIMULATED_COMPONENT: WeChatComponent = {
  appId: `wx${createHash('sha256').update('simulated component').digest('hex').slice(0, 16)}`,
  secret: createHash('sha256').update('simulated component secret').digest('hex').slice(0, 32),
  token: fixed('token')
    .replaceAll(/[^A-Za-z0-9]/g, '')
    .slice(0, 24),
  encodingAesKeys: [
    fixed('EncodingAESKey')
      .replaceAll(/[^A-Za-z0-9]/g, '')
      .slice(0, 43),
  ],
};

/** WeChat's rule for an EncodingAESKey (wechat protocol §0). */
export const AES_KEY = /^[A-Za-z0-9]{43}$/;
