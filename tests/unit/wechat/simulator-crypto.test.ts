import fc from 'fast-check';
import { SIMULATED_COMPONENT } from '../../../src/wechat/simulator/component.js';
import { decrypt, encrypt, signatureOf } from '../../../src/wechat/simulator/message-crypto.js';
import { readXml, textOf, writeXml } from '../../../src/wechat/simulator/xml.js';

const PAMTEST = {
  token: 'pamtest',
  key: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
  appId: 'wxb11529c136998cb6',
};
const COMPONENT = {
  token: 'QDG6eK',
  key: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
  appId: 'wx5823bf96d3bd56c7',
};

/** Vectors of WeChat's own sample code and of other implementations of it. */
const VECTORS = [
  {
    name: 'V1',
    ...PAMTEST,
    random: 'aaaabbbbccccdddd',
    message: '我是中文abcd123',
    timestamp: '1409304348',
    nonce: 'xxxxxx',
    encrypted: 'jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg==',
    signature: '82c962d39941aa48552f90ef55aa323dc620cc10',
  },
  {
    name: 'V3',
    ...COMPONENT,
    random: '0123456789abcdef',
    message:
      '<xml><AppId><![CDATA[wx5823bf96d3bd56c7]]></AppId><CreateTime>1413192605</CreateTime><InfoType><![CDATA[component_verify_ticket]]></InfoType><ComponentVerifyTicket><![CDATA[ticket@@@fake-ticket-001]]></ComponentVerifyTicket></xml>',
    timestamp: '1413192605',
    nonce: 'nonce-0001',
    encrypted:
      'sKqRbbiSUnDhFHOvPjtUMel+eEy2EDQLxQjgUwwYzax7JZI9HNZJAPRQ73JjSd/sVJknzinBWwP9U8HaPvC08lwbwcN/hI4ocTfd4EyuqHHLSo3nDHzzw+hxv6QO4KoVonSWhhiR0STfALaZSmb5rpxgA6SxuAuipJn9hwOo/SvAJYStT8KAoaUEeyvt6mcIUZrNC2oNLkQefG9ssj+6ehE6Scf0d1J4xh2/lpqM4SemhUurLzfpQrJDp4rdQW4CY9PLrzyhPE/Dr17IVYn/NL5La+Yz3LhAOK+TwglLxbIB+HcMjFRfyjNEx7GPpB3gjcUbyONZb4wt7FYXZJYvMvnWe7AjyrM0M99QeeaIdYCV7e2ANN7q/s02IEQfzOX3',
    signature: '5824ddcd11a81a77db40dccea50923db62bbb66f',
  },
  {
    name: 'V4',
    ...COMPONENT,
    random: '0123456789abcdef',
    message:
      '<xml><ToUserName><![CDATA[oFan]]></ToUserName><FromUserName><![CDATA[gh_3c884a361561]]></FromUserName><CreateTime>1413192605</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[TESTCOMPONENT_MSG_TYPE_TEXT_callback]]></Content></xml>',
    timestamp: '1413192605',
    nonce: 'nonce-0001',
    encrypted:
      'sKqRbbiSUnDhFHOvPjtUMVV2viKuY5tnLwO0Mc//z6PrhSK+StSujyhxHPmA3vdwuoyE0cWVdp+UrnyNXcFADneehzkegRyAWSI5DfW76nKqGN8jmhlodu8Izu7Fsf2p0DIK3vasPbwvrrcvfI6qWl6ELKXJh60jYPDndpgDyub5JsZHnLRqSpLPX1Ac+CxfJW9CK6F/Ucch2MpBj/2aeFgi6zbgFzCFe7Td27kkDWzOx3LM3l8UdYTYmbxzT/lyWNQVR3XdkW+ssuHD7E8hi0/xij8tIIRsaz7D7EsStbS/LjvZqGZpm7VpYp4vQA287XetvtvRZkller5GqEqSZ8hYxXhf+w/Pfzi2VdlBaZBXfi1GuUts8fEg6iPS818h',
    signature: 'e203e3fae50da69048844eddb0a33595f3d94a2f',
  },
  {
    name: 'V5',
    ...COMPONENT,
    random: '0123456789abcdef',
    message: 'a'.repeat(26),
    timestamp: '1413192605',
    nonce: 'nonce-0001',
    encrypted:
      'sKqRbbiSUnDhFHOvPjtUMS1Nd7fI/rcjsVC1btvu0fmrCwNN39ALC5WIhyzhiSe/DJmXnNV7eRA2j6lJACJANf5Uwcqjd6aUyfMJBUYulBZJHjfzchd14r1SiKn7O/aK',
    signature: 'a690e6a722b5eeec6e3eb21dc1de1d86445cfe5f',
  },
];

/** V2: padding of 21 bytes, which a library that pads to 16 cannot take away. */
const V2 = {
  ...PAMTEST,
  timestamp: '1458300676',
  nonce: '260774613',
  encrypted:
    'rTNFcsut4LfGuAFKEUVVpwcaCOTJzOd9twZdIW910jb3k+iicx2uvhttIZ3Qg9Qgty3BEF2xbOrz6boTfb30dMomcgrkTqdFPwnhqbk+kIQ7rZiwny9D7NUrTgA5kpX3KsZvrXzUZyP2x9YOlxbgm572lmxKvM7HAQQhIQ/p6HBmoY30bGXFK0BtIu1pW9TjhOYrLQoU18nWYjWqDA1ynkmOytpv7QRI1P1+0NoxL0q2zO1DgeSvnE8CZGo/o5Ap/WHK5W2RAsinpzN4/LjPnmB6U01I5XCoJoC0GK/yMZycd2Oh8Nq6+wBkC1U85oy0ktOY4nLvsQMLrourmMGdZHuTbqpeJ8Ao/5PRYJ+WBvRUwPfGKBL2+2IKZF49vAJqkcGWSHGE76ZN2erXeuNazf/o9o3lIE3q739o4c8t9QGPe31GT2Go/rOz1BsrASwvauNulCh+++yz+CQzBIuikA==',
  signature: '4f3ad57b6989f09f4eb392acce4f9e93942ed890',
};

describe('the simulator’s cryptography is WeChat’s', () => {
  test.each(VECTORS)('$name: encrypted, signed and decrypted', (vector) => {
    const { token, key, appId, random, message, timestamp, nonce, encrypted, signature } = vector;
    expect(encrypt(key, appId, Buffer.from(random), message)).toBe(encrypted);
    expect(signatureOf(token, timestamp, nonce, encrypted)).toBe(signature);
    expect(decrypt(key, appId, encrypted)).toBe(message);
  });

  test('V2: decrypted', () => {
    expect(signatureOf(V2.token, V2.timestamp, V2.nonce, V2.encrypted)).toBe(V2.signature);
    const xml = readXml(decrypt(V2.key, V2.appId, V2.encrypted).replaceAll(/>\s+</g, '><'));
    const fields = ['ToUserName', 'FromUserName', 'CreateTime', 'MsgType', 'Content', 'MsgId'];
    expect(fields.map((field) => textOf(xml, field))).toEqual([
      'asdasdasd',
      'asdasdasdsadasd',
      '1234567898',
      'text',
      'hello',
      '12345',
    ]);
  });

  test('signature A does not cover the body', () => {
    expect(signatureOf(COMPONENT.token, '1413192605', 'nonce-0001')).toBe('6de3bcb26b280234346df83f612084f9bbbbeb25');
  });

  test('what is for another component, or damaged, is not read', () => {
    const encrypted = encrypt(COMPONENT.key, COMPONENT.appId, Buffer.alloc(16), 'x'.repeat(40));
    expect(() => decrypt(COMPONENT.key, PAMTEST.appId, encrypted)).toThrow('app id');
    expect(() => decrypt(PAMTEST.key, COMPONENT.appId, encrypted)).toThrow();
    expect(() => decrypt(COMPONENT.key, COMPONENT.appId, encrypted.slice(0, 64))).toThrow();
    expect(() => decrypt(COMPONENT.key, COMPONENT.appId, '<xml>')).toThrow('base64');
  });

  test('whatever is written is read again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.uint8Array({ minLength: 16, maxLength: 16 }), (text, random) => {
        const [key] = SIMULATED_COMPONENT.encodingAesKeys;
        const xml = writeXml([['Content', text]]);
        const read = decrypt(
          key,
          SIMULATED_COMPONENT.appId,
          encrypt(key, SIMULATED_COMPONENT.appId, Buffer.from(random), xml),
        );
        expect(read).toBe(xml);
        expect(textOf(readXml(read), 'Content')).toBe(text);
      }),
    );
  });

  test('what others write in place of CDATA is read as well', () => {
    const xml = readXml('<xml>\n  <a>&lt;&#20320;&#x597d;&gt;</a><b/><c>1<![CDATA[<2>]]></c></xml>');
    expect(['a', 'b', 'c', 'd'].map((name) => textOf(xml, name))).toEqual(['<你好>', '', '1<2>', null]);
  });

  test.each([
    ['a declaration', '<!DOCTYPE x><xml></xml>'],
    ['an attribute', '<xml a="b"></xml>'],
    ['an unknown entity', '<xml><a>&b;</a></xml>'],
    ['a character that is none', '<xml><a>&#x110000;</a></xml>'],
    ['elements that cross', '<xml><a><b></a></b></xml>'],
    ['no end', '<xml><a>'],
    ['two roots', '<xml></xml><xml></xml>'],
    ['another root', '<html></html>'],
    ['nothing', ''],
  ])('XML that WeChat would not take: %s', (_, source) => {
    expect(() => readXml(source)).toThrow();
  });
});
