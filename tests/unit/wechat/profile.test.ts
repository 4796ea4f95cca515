import { NotAnOfficialAccountError } from '../../../src/wechat/component-platform.js';
import { toPermissions, toProfile } from '../../../src/wechat/client/profile.js';
import { authorizerInfo } from '../../../src/wechat/client/responses.js';

const INFO = {
  nick_name: '云栖花园物业',
  head_img: 'http://wx.qlogo.cn/mmopen/1/0',
  service_type_info: { id: 2, name: '服务号' },
  verify_type_info: { id: 0 },
  user_name: 'gh_0123456789ab',
  alias: '',
  qrcode_url: 'http://mmbiz.qpic.cn/qr/1',
  principal_name: '云栖物业服务有限公司',
  account_status: 1,
  something_new: { nested: true },
};
const profile = (change: object) => toProfile('wx0000000000000001', authorizerInfo.parse({ ...INFO, ...change }));

describe('R1: the profile of an account', () => {
  test('every field', () => {
    expect(profile({})).toEqual({
      nickname: '云栖花园物业',
      avatarUrl: 'http://wx.qlogo.cn/mmopen/1/0',
      originalId: 'gh_0123456789ab',
      principalName: '云栖物业服务有限公司',
      kind: 'SERVICE',
      verified: true,
      qrCodeUrl: 'http://mmbiz.qpic.cn/qr/1',
      condition: 'NORMAL',
    });
  });

  test.each([
    [0, 'SUBSCRIPTION'],
    [1, 'SUBSCRIPTION'],
    [2, 'SERVICE'],
  ])('service_type_info %d: %s', (id, kind) => {
    expect(profile({ service_type_info: { id } }).kind).toBe(kind);
  });

  test.each([
    [-1, false],
    [0, true],
    [1, false],
    [2, false],
    [3, true],
    [4, true],
    [5, true],
  ])('verify_type_info %d: %s', (id, verified) => {
    expect(profile({ verify_type_info: { id } }).verified).toBe(verified);
  });

  test.each([
    [1, 'NORMAL'],
    [14, 'CANCELLED'],
    [16, 'BANNED'],
    [18, 'WARNED'],
    [19, 'FROZEN'],
    [undefined, 'NORMAL'],
    [77, 'NORMAL'],
  ])('account_status %s: %s', (account_status, condition) => {
    expect(profile({ account_status }).condition).toBe(condition);
  });

  test('what is not there is null', () => {
    const bare = profile({ head_img: '', qrcode_url: undefined, principal_name: null });
    expect(bare).toMatchObject({ avatarUrl: null, qrCodeUrl: null, principalName: null });
  });

  test('a mini program is refused', () => {
    expect(() => profile({ MiniProgramInfo: { visit_status: 0 } })).toThrow(NotAnOfficialAccountError);
  });

  test('permission sets ascend, each once, unknown ones kept', () => {
    const granted = [15, 4711, 1, 15].map((id) => ({ funcscope_category: { id } }));
    expect(toPermissions(granted)).toEqual([1, 15, 4711]);
  });
});
