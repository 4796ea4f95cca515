import { UnreadableError } from './message-crypto.js';

export type XmlValue = string | number | readonly XmlElement[];
export type XmlElement = readonly [name: string, value: XmlValue];

/** As WeChat writes it: texts in CDATA, numbers plain, no white space. */
export function writeXml(elements: readonly XmlElement[]): string {
  return `<xml>${elements.map(write).join('')}</xml>`;
}

function write([name, value]: XmlElement): string {
  return `<${name}>${contentOf(value)}</${name}>`;
}

function contentOf(value: XmlValue): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return `<![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
  return value.map(write).join('');
}

/** An element that was read: either it has children, or all of its content is text. */
export interface XmlNode {
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlNode[];
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const TOKEN = /<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([A-Za-z][\w.-]*)(\s*\/)?>|([^<]+)/y;

/** No declarations, attributes, comments or instructions: a reply to WeChat has none. @throws UnreadableError */
export function readXml(source: string): XmlNode {
  const root = { name: '', text: '', children: [] as XmlNode[] };
  const open = [root];
  const token = new RegExp(TOKEN);
  while (token.lastIndex < source.length) {
    const found = token.exec(source);
    const inner = open.at(-1);
    if (found === null || inner === undefined) throw new UnreadableError('This is no XML that WeChat reads.');
    const [, data, closing, name, empty, plain] = found;
    if (data !== undefined) inner.text += data;
    else if (plain !== undefined) inner.text += decoded(plain);
    else if (closing === '/') {
      if (inner.name !== name || open.length === 1) throw new UnreadableError('The elements do not match.');
      open.pop();
    } else {
      const child = { name: name ?? '', text: '', children: [] };
      inner.children.push(child);
      if (empty === undefined) open.push(child);
    }
  }
  const [only, ...more] = root.children;
  if (open.length > 1 || only?.name !== 'xml' || more.length > 0 || root.text.trim() !== '')
    throw new UnreadableError('This is not one element named xml.');
  return only;
}

function decoded(text: string): string {
  return text.replaceAll(/&(?:#(\d+)|#x([0-9a-fA-F]+)|(\w+));|&/g, (whole, decimal, hex, name) => {
    if (typeof decimal === 'string') return characterOf(Number(decimal));
    if (typeof hex === 'string') return characterOf(parseInt(hex, 16));
    const character = typeof name === 'string' ? ENTITIES[name] : undefined;
    if (character === undefined) throw new UnreadableError(`${whole} is no entity that WeChat knows.`);
    return character;
  });
}

function characterOf(code: number): string {
  if (code > 0x10ffff) throw new UnreadableError('There is no such character.');
  return String.fromCodePoint(code);
}

/** Content of the only child of that name, or null. @throws UnreadableError when there are several */
export function textOf(node: XmlNode, name: string): string | null {
  const found = node.children.filter((child) => child.name === name);
  if (found.length > 1) throw new UnreadableError(`There are several elements named ${name}.`);
  return found[0]?.text ?? null;
}
