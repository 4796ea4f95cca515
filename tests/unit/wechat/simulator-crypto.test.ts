import fc from 'fast-check';
import { SIMULATED_COMPONENT } from '../../../src/wechat/simulator/component.js';
import { decrypt, encrypt, signatureOf } from '../../../src/wechat/simulator/message-crypto.js';
import { readXml, textOf, writeXml } from '../../../src/wechat/simulator/xml.js';
import { OWN_ORIGIN, V1, V2, V3, V4, V5 } from './messages/vectors.js';

describe('the simulator’s cryptography is WeChat’s', () => {
  test.each([V1, V3, V4, V5])('$name: encrypted, signed and decrypted', (vector) => {
    const { token, encodingAesKey, appId, random, timestamp, nonce, encrypted, signature } = vector;
    const message = vector.message ?? '';
    expect(encrypt(encodingAesKey, appId, Buffer.from(random), message)).toBe(encrypted);
    expect(signatureOf(token, timestamp, nonce, encrypted)).toBe(signature);
    expect(decrypt(encodingAesKey, appId, encrypted)).toBe(message);
  });

  test('V2: decrypted', () => {
    expect(signatureOf(V2.token, V2.timestamp, V2.nonce, V2.encrypted)).toBe(V2.signature);
    const xml = readXml(decrypt(V2.encodingAesKey, V2.appId, V2.encrypted).replaceAll(/>\s+</g, '><'));
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
    expect(signatureOf(V3.token, V3.timestamp, V3.nonce)).toBe(OWN_ORIGIN);
  });

  test('what is for another component, or damaged, is not read', () => {
    const encrypted = encrypt(V3.encodingAesKey, V3.appId, Buffer.alloc(16), 'x'.repeat(40));
    expect(() => decrypt(V3.encodingAesKey, V1.appId, encrypted)).toThrow('app id');
    expect(() => decrypt(V1.encodingAesKey, V3.appId, encrypted)).toThrow();
    expect(() => decrypt(V3.encodingAesKey, V3.appId, encrypted.slice(0, 64))).toThrow();
    expect(() => decrypt(V3.encodingAesKey, V3.appId, '<xml>')).toThrow('base64');
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
