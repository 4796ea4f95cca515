import type { InputProblem } from '../../src/domain/refusal.js';
import type { Messages } from './messages.js';

/** Name of the field at fault: list positions say nothing to people. */
const fieldOf = ({ path }: InputProblem): string => path.findLast((step) => !/^\d+$/.test(step)) ?? 'The input';

const FORMATS: Readonly<Record<string, string>> = {
  appId: 'an appId: wx and 16 letters or digits',
  merchantNumber: 'a WeChat Pay merchant number: 8 to 10 digits',
  miniProgramAppId: 'the appId of a mini program: wx and 16 letters or digits',
  returnUrl: 'a full address that begins with https:// or http://',
  url: 'a full address that begins with https:// or http://, without blanks',
  pictureUrl: 'a full address that begins with https:// or http://',
  mediaId: 'the id that WeChat gave the material when it was uploaded',
};

const NOT_ALLOWED: Readonly<Record<string, string>> = {
  returnUrl: 'must be an address on an origin that this installation allows',
  text: 'must not hold control characters other than line breaks',
};

const KINDS: Readonly<Record<string, string>> = {
  LIST: 'a button that opens a list',
  IN_LIST: 'a button inside a list',
};

/** What a menu button or its account cannot do (R25); null where the mistake is of another kind. */
function notPossible(problem: InputProblem): string | null {
  const { button, permissionSet, account } = problem.facts ?? {};
  const field = fieldOf(problem);
  if (permissionSet !== undefined) {
    return `${field}: the administrator of the account has not granted its custom menu (permission set ${permissionSet}) to this platform.`;
  }
  if (account !== undefined) {
    return `${field} must not be MINIPROGRAM: WeChat has not verified the account, and opens mini programs for verified ones only.`;
  }
  if (button === undefined) return null;
  const kind = KINDS[button];
  if (kind === undefined) {
    return `${field} must not be ${button}: such a button can be made on WeChat’s own website only; choose another type.`;
  }
  return `${field} does not belong to ${kind}; leave it out.`;
}

const bounds = ({ facts }: InputProblem): string => {
  const { min, max } = facts ?? {};
  if (min !== undefined && max !== undefined) return `${min} to ${max}`;
  if (min !== undefined) return `at least ${min}`;
  return max === undefined ? 'within the documented bounds' : `at most ${max}`;
};

/** What a length counts. */
const unitOf = ({ facts }: InputProblem): string => (facts?.['unit'] === 'bytes' ? 'bytes of UTF-8' : 'characters');

export const problems: Messages['problems'] = {
  REQUIRED: (problem) => `${fieldOf(problem)} must not be empty.`,
  TOO_SHORT: (problem) => `${fieldOf(problem)} is too short; it must have ${bounds(problem)} ${unitOf(problem)}.`,
  TOO_LONG: (problem) => `${fieldOf(problem)} is too long; it may have ${bounds(problem)} ${unitOf(problem)}.`,
  TOO_FEW: (problem) => `${fieldOf(problem)} holds too few entries; it must hold ${bounds(problem)}.`,
  TOO_MANY: (problem) =>
    problem.path.length === 0
      ? `There would be too many of them; ${bounds(problem)} are allowed.`
      : `${fieldOf(problem)} holds too many entries; it may hold ${bounds(problem)}.`,
  OUT_OF_RANGE: (problem) => `${fieldOf(problem)} must be ${bounds(problem)}.`,
  BAD_FORMAT: (problem) => `${fieldOf(problem)} must be ${FORMATS[fieldOf(problem)] ?? 'written as documented'}.`,
  DUPLICATE: (problem) => `${fieldOf(problem)} holds this entry more than once; name each one once.`,
  NOT_ALLOWED: (problem) =>
    notPossible(problem) ??
    (problem.facts?.['type'] === undefined
      ? `${fieldOf(problem)} ${NOT_ALLOWED[fieldOf(problem)] ?? 'must not hold control characters or line breaks'}.`
      : `${fieldOf(problem)} does not belong to type ${problem.facts['type']}; leave it out.`),
};
