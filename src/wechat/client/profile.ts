import type { z } from 'zod';
import type { AccountCondition, AccountProfile } from '../../domain/account/events.js';
import { NotAnOfficialAccountError } from '../component-platform.js';
import { present } from '../present.js';
import type { AuthorizerInfo, funcInfo } from './responses.js';

/** service_type_info.id: 0 subscription account, 1 one upgraded from an old kind, 2 service account. */
const SERVICE_ACCOUNT = 2;

/**
 * verify_type_info.id: 0 verified by WeChat; 3 to 5 verified but for the name. Those of Weibo (1, 2) and -1 are not
 * WeChat's verification: neither payment nor the advanced interfaces come with them.
 */
const VERIFIED: ReadonlySet<number> = new Set([0, 3, 4, 5]);

const CONDITIONS: ReadonlyMap<number, AccountCondition> = new Map([
  [1, 'NORMAL'],
  [14, 'CANCELLED'],
  [16, 'BANNED'],
  [18, 'WARNED'],
  [19, 'FROZEN'],
]);

/** §4.5's answer as a profile. @throws NotAnOfficialAccountError for a mini program */
export function toProfile(appId: string, info: AuthorizerInfo): AccountProfile {
  if (info.MiniProgramInfo !== undefined && info.MiniProgramInfo !== null) throw new NotAnOfficialAccountError(appId);
  return {
    nickname: info.nick_name,
    avatarUrl: present(info.head_img),
    originalId: info.user_name,
    principalName: present(info.principal_name),
    kind: info.service_type_info.id === SERVICE_ACCOUNT ? 'SERVICE' : 'SUBSCRIPTION',
    verified: VERIFIED.has(info.verify_type_info.id),
    qrCodeUrl: present(info.qrcode_url),
    // Older answers say nothing of it; a condition not known here is no reason to warn.
    condition: CONDITIONS.get(info.account_status ?? 1) ?? 'NORMAL',
  };
}

/** Numbers of the permission sets, ascending, each once; ids that are not known here are kept. */
export function toPermissions(granted: z.infer<typeof funcInfo>): readonly number[] {
  return [...new Set(granted.map((set) => set.funcscope_category.id))].sort((a, b) => a - b);
}
