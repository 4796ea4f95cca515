import { permissionName } from '../../../src/wechat/permission-sets.js';

describe('names of permission sets', () => {
  test.each([
    [1, 'Messages', '消息管理'],
    [15, 'Custom menu', '自定义菜单'],
    [121, 'Purchase orders', '购物订单'],
    [123, 'Permission set 123', '权限集 123'],
    [0, 'Permission set 0', '权限集 0'],
  ])('%d', (id, en, zh) => {
    expect(permissionName(id, 'en')).toBe(en);
    expect(permissionName(id, 'zh')).toBe(zh);
  });
});
