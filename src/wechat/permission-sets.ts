export type Language = 'en' | 'zh';

/** WeChat's permission sets for official accounts, by number, as its consoles name them. */
const NAMES: ReadonlyMap<number, Readonly<Record<Language, string>>> = new Map(
  (
    [
      [1, 'Messages', '消息管理'],
      [2, 'Users', '用户管理'],
      [3, 'Account service', '账号服务'],
      [4, 'Web service', '网页服务'],
      [5, 'WeChat store', '微信小店'],
      [6, 'Multiple customer service', '微信多客服'],
      [7, 'Mass messages and notifications', '群发与通知'],
      [8, 'Card coupons', '微信卡券'],
      [9, 'Scan', '微信扫一扫'],
      [10, 'WeChat Wi-Fi', '微信连WIFI'],
      [11, 'Material', '素材管理'],
      [12, 'Shake nearby', '微信摇周边'],
      [13, 'Stores', '微信门店'],
      [14, 'WeChat Pay', '微信支付'],
      [15, 'Custom menu', '自定义菜单'],
      [16, 'Verification status', '获取认证状态及信息'],
      [22, 'City service', '城市服务接口'],
      [23, 'Advertising', '广告管理'],
      [24, 'Open Platform accounts', '开放平台账号管理'],
      [26, 'Electronic invoices', '微信电子发票'],
      [27, 'Quick registration of mini programs', '快速注册小程序'],
      [33, 'Mini programs', '小程序管理'],
      [34, 'Product library', '微信商品库'],
      [35, 'Sports and calories', '微信卡路里'],
      [44, 'Good-things circle', '好物圈'],
      [46, 'One code per item', '微信一物一码'],
      [47, 'Fiscal electronic bills', '微信财政电子票据'],
      [54, 'Dialogue of service accounts', '服务号对话'],
      [66, 'Service market', '服务平台'],
      [89, 'Subscription notices', '订阅通知'],
      [105, 'City service management', '城市服务管理'],
      [121, 'Purchase orders', '购物订单'],
    ] as const
  ).map(([id, en, zh]) => [id, { en, zh }]),
);

const UNKNOWN: Readonly<Record<Language, (id: number) => string>> = {
  en: (id) => `Permission set ${id}`,
  zh: (id) => `权限集 ${id}`,
};

/** Name of a permission set. WeChat adds sets at any time: an unknown one is named by its number. */
export function permissionName(id: number, language: Language): string {
  return NAMES.get(id)?.[language] ?? UNKNOWN[language](id);
}
