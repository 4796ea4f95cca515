import { safeMessage } from '../../../src/wechat/client/safe-message.js';

describe('R29: messages of WeChat are shown without secrets', () => {
  test.each([
    ['what was sent along', 'code abc123 is invalid', ['abc123'], 'code [hidden] is invalid'],
    ['a secret that begins another', 'abc and abcdef', ['abc', 'abcdef'], '[hidden] and [hidden]'],
    ['an empty secret hides nothing', 'code is invalid', [''], 'code is invalid'],
    ['what looks like a code', 'bad queryauthcode@@@Zz-9_ here', [], 'bad [hidden] here'],
    ['also when encoded', 'url ?auth_code=queryauthcode%40%40%40Zz', [], 'url [hidden]'],
    ['what looks like a token', `token ${'x'.repeat(40)}`, [], 'token [hidden]'],
    ['lines become one', 'one\r\ntwo\u2028three\u0000', [], 'one two three'],
    [
      'the request id stays',
      'code is invalid rid: 65f1a2b3-0c1d2e3f-4a5b6c7d',
      [],
      'code is invalid rid: 65f1a2b3-0c1d2e3f-4a5b6c7d',
    ],
  ])('%s', (_, errmsg, secrets, expected) => {
    expect(safeMessage(errmsg, secrets)).toBe(expected);
  });

  test('long ones are cut between characters', () => {
    expect(safeMessage('🔑'.repeat(300), [])).toBe('🔑'.repeat(200));
  });
});
