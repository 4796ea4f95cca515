import {
  encryptBytes,
  encryptText,
  EVENTS,
  letterOf,
  MESSAGES,
  secondsNow,
  textXml,
  ticketXml,
  type Letter,
} from './forging.js';

type Random = () => number;

const LARGEST = 300_000;
const PIECES = [
  '<xml>',
  '</xml>',
  '<Encrypt>',
  '</Encrypt>',
  '<![CDATA[',
  ']]>',
  '<!DOCTYPE xml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
  '&b;',
  '<?xml version="1.0"?>',
  '<!--',
  '<__proto__>',
  '\0',
  '\ud800',
  '<a b="',
  '我',
];

const upTo = (random: Random, limit: number): number => Math.floor(random() * limit);
const pick = <T>(random: Random, from: readonly T[]): T => {
  const picked = from[upTo(random, from.length)];
  if (picked === undefined) throw new Error('There is nothing to pick from.');
  return picked;
};
const bytes = (random: Random, length: number): Buffer => Buffer.from(Array.from({ length }, () => upTo(random, 256)));
const noise = (random: Random): string => Array.from({ length: upTo(random, 60) }, () => pick(random, PIECES)).join('');

/** Bytes of the text changed, doubled or taken away. */
function damaged(random: Random, text: Buffer): Buffer {
  const changed = Buffer.from(text);
  for (let count = 1 + upTo(random, 8); count > 0; count--) changed[upTo(random, changed.length)] = upTo(random, 256);
  const cut = upTo(random, changed.length);
  return random() < 0.5 ? changed : Buffer.concat([changed.subarray(0, cut), changed.subarray(cut + upTo(random, 40))]);
}

const withParameters = (letter: Letter, change: (query: Letter['query']) => Letter['query']): Letter => ({
  ...letter,
  query: change(letter.query),
});
const without = (letter: Letter, name: string): Letter =>
  withParameters(letter, (query) => query.filter(([each]) => each !== name));
const changed = (letter: Letter, name: string, value: string): Letter =>
  withParameters(letter, (query) => query.map(([each, old]) => [each, each === name ? value : old]));

/** A letter of each kind that WeChat never sends; `nonce` is new for each. */
export const MALFORMED: Readonly<Record<string, (random: Random, nonce: string) => Letter>> = {
  'an envelope of noise': (random, nonce) => ({ ...good(random, nonce), body: Buffer.from(noise(random)) }),
  'a damaged envelope': (random, nonce) => {
    const letter = good(random, nonce);
    // The end is cut off as well, so that the damage cannot have missed everything that counts.
    return { ...letter, body: damaged(random, letter.body.subarray(0, letter.body.length - 7)) };
  },
  'an envelope of bytes': (random, nonce) => ({ ...good(random, nonce), body: bytes(random, upTo(random, 400)) }),
  'a truncated body': (random, nonce) => {
    const letter = good(random, nonce);
    return { ...letter, body: letter.body.subarray(0, upTo(random, letter.body.length)) };
  },
  'a connection that is cut': (random, nonce) => {
    const letter = good(random, nonce);
    return { ...letter, cutAfter: upTo(random, letter.body.length) };
  },
  'a wrong first signature': (random, nonce) =>
    changed(good(random, nonce), 'signature', bytes(random, 20).toString('hex')),
  'a wrong second signature': (random, nonce) =>
    changed(good(random, nonce), 'msg_signature', bytes(random, 20).toString('hex')),
  'a ciphertext of bytes': (random, nonce) =>
    letterOf(EVENTS, encryptBytes(bytes(random, 32 * (1 + upTo(random, 9)))), nonce),
  'a wrong padding': (random, nonce) =>
    letterOf(EVENTS, encryptBytes(Buffer.alloc(64, pick(random, [0, 33, 64, 255]))), nonce),
  'no whole blocks': (random, nonce) => letterOf(EVENTS, bytes(random, 33).toString('base64'), nonce),
  'no base64': (random, nonce) => letterOf(EVENTS, pick(random, ['%%%', '===', '我', 'a b c']), nonce),
  'a wrong length': (random, nonce) =>
    letterOf(
      EVENTS,
      encryptText(ticketXml(), { length: upTo(random, 2) === 0 ? 0xffff_ffff : upTo(random, 100) }),
      nonce,
    ),
  'another platform': (random, nonce) =>
    letterOf(EVENTS, encryptText(ticketXml(), { receiver: `wx${bytes(random, 8).toString('hex')}` }), nonce),
  'a message of noise': (random, nonce) =>
    letterOf(pick(random, [EVENTS, MESSAGES]), encryptText(noise(random)), nonce),
  'a message that is deep': (random, nonce) =>
    letterOf(MESSAGES, encryptText('<xml>'.repeat(9 + upTo(random, 3_000))), nonce),
  'a message elsewhere': (random, nonce) =>
    random() < 0.5
      ? letterOf(EVENTS, encryptText(textXml(1)), nonce)
      : letterOf(MESSAGES, encryptText(ticketXml()), nonce),
  'a huge body': (random, nonce) => ({
    ...good(random, nonce),
    body: Buffer.alloc(65_537 + upTo(random, LARGEST), 'x'),
  }),
  'a huge body in chunks': (random, nonce) => {
    const letter = good(random, nonce);
    const body = Buffer.alloc(65_537 + upTo(random, LARGEST), 'x');
    return { ...letter, body, headers: { ...letter.headers, 'transfer-encoding': 'chunked' } };
  },
  'another content type': (random, nonce) => ({
    ...good(random, nonce),
    headers: {
      'content-type': pick(random, ['application/json', 'text/html', 'multipart/form-data', 'x', '/', 'text/xml/']),
    },
  }),
  'no content type': (random, nonce) => ({ ...good(random, nonce), headers: {} }),
  'a parameter too few': (random, nonce) =>
    without(good(random, nonce), pick(random, ['timestamp', 'nonce', 'msg_signature'])),
  'a parameter too many': (random, nonce) =>
    withParameters(good(random, nonce), (query) => [
      ...query,
      [pick(random, ['timestamp', 'nonce', 'msg_signature']), 'x'],
    ]),
  'a time stamp that is none': (random, nonce) =>
    changed(
      good(random, nonce),
      'timestamp',
      pick(random, ['', 'now', '-1', '1e9', '9'.repeat(40), ' 1', '0x1', 'NaN']),
    ),
  'an old time stamp': (random, nonce) => {
    const away = 400 + upTo(random, 1_000_000);
    const timestamp = Number(secondsNow()) + (random() < 0.5 ? away : -away);
    return letterOf(EVENTS, encryptText(ticketXml()), nonce, String(timestamp));
  },
  'another address': (random, nonce) => ({
    ...good(random, nonce),
    path: `/wechat/messages/${pick(random, ['wx', '$APPID$', '%00', '%', '..%2f', 'wx570BC396A51B8FF8', 'w'.repeat(5_000)])}`,
  }),
  'another method': (random, nonce) => ({
    ...good(random, nonce),
    method: pick(random, ['GET', 'PUT', 'DELETE', 'PATCH']),
  }),
};

const good = (random: Random, nonce: string): Letter =>
  random() < 0.5
    ? letterOf(EVENTS, encryptText(ticketXml()), nonce)
    : letterOf(MESSAGES, encryptText(textXml(upTo(random, 1_000_000))), nonce);
