import type { InputProblem } from '../../src/domain/refusal.js';
import type { Messages } from './messages.js';

const fieldOf = ({ path }: InputProblem): string => path.findLast((step) => !/^\d+$/.test(step)) ?? '输入';

const FORMATS: Readonly<Record<string, string>> = {
  appId: '应为 appId：wx 加 16 位字母或数字',
  merchantNumber: '应为微信支付商户号：8 至 10 位数字',
  miniProgramAppId: '应为小程序的 appId：wx 加 16 位字母或数字',
  returnUrl: '应为以 https:// 或 http:// 开头的完整地址',
  url: '应为以 https:// 或 http:// 开头的完整地址，且不含空格',
  pictureUrl: '应为以 https:// 或 http:// 开头的完整地址',
  mediaId: '应为素材上传到微信后所得的 ID',
};

const NOT_ALLOWED: Readonly<Record<string, string>> = {
  returnUrl: '必须是本系统允许的来源下的地址',
  text: '除换行外不能包含控制字符',
};

const KINDS: Readonly<Record<string, string>> = {
  LIST: '展开子菜单的按钮',
  IN_LIST: '子菜单中的按钮',
};

function notPossible(problem: InputProblem): string | null {
  const { button, permissionSet, account } = problem.facts ?? {};
  const field = fieldOf(problem);
  if (permissionSet !== undefined)
    return `${field}：公众号管理员没有把自定义菜单（权限集 ${permissionSet}）授权给本平台。`;
  if (account !== undefined) return `${field} 不能是 MINIPROGRAM：公众号未通过微信认证，不能打开小程序。`;
  if (button === undefined) return null;
  const kind = KINDS[button];
  if (kind === undefined) {
    return `${field} 不能是 ${button}：这种按钮只能在微信公众平台网站上设置，请改用其他类型。`;
  }
  return `${kind}没有 ${field}，请去掉。`;
}

const bounds = ({ facts }: InputProblem): string => {
  const { min, max } = facts ?? {};
  if (min !== undefined && max !== undefined) return `${min} 至 ${max}`;
  if (min !== undefined) return `至少 ${min}`;
  return max === undefined ? '文档规定的范围' : `至多 ${max}`;
};

const unitOf = ({ facts }: InputProblem): string => (facts?.['unit'] === 'bytes' ? '个字节（UTF-8）' : '个字符');

export const problems: Messages['problems'] = {
  REQUIRED: (problem) => `${fieldOf(problem)} 不能为空。`,
  TOO_SHORT: (problem) => `${fieldOf(problem)} 太短，应为 ${bounds(problem)} ${unitOf(problem)}。`,
  TOO_LONG: (problem) => `${fieldOf(problem)} 太长，应为 ${bounds(problem)} ${unitOf(problem)}。`,
  TOO_FEW: (problem) => `${fieldOf(problem)} 项数太少，应为 ${bounds(problem)} 项。`,
  TOO_MANY: (problem) =>
    problem.path.length === 0
      ? `数量过多，应为 ${bounds(problem)} 个。`
      : `${fieldOf(problem)} 项数太多，应为 ${bounds(problem)} 项。`,
  OUT_OF_RANGE: (problem) => `${fieldOf(problem)} 应为 ${bounds(problem)}。`,
  BAD_FORMAT: (problem) => `${fieldOf(problem)} ${FORMATS[fieldOf(problem)] ?? '的格式应与文档一致'}。`,
  DUPLICATE: (problem) => `${fieldOf(problem)} 中有重复项，每项只能出现一次。`,
  NOT_ALLOWED: (problem) =>
    notPossible(problem) ??
    (problem.facts?.['type'] === undefined
      ? `${fieldOf(problem)} ${NOT_ALLOWED[fieldOf(problem)] ?? '不能包含控制字符或换行'}。`
      : `类型 ${problem.facts['type']} 没有 ${fieldOf(problem)}，请去掉。`),
};
