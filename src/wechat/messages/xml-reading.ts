import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** WeChat's messages are far below: some twenty elements, three deep. */
const MOST_PARTS = 2_000;
const DEEPEST = 8;

const DECLARATION = /^\ufeff?\s*<\?xml\s[^<>]*\?>/;

/** Character data, a tag without attributes, text. There is nothing else in WeChat's messages. */
const PART = /<!\[CDATA\[[^]*?\]\]>|<\/?[A-Za-z_][\w.-]*\s*\/?>|[^<]+/y;

const parser = new XMLParser({
  // Values stay texts: message ids have 64 bits.
  parseTagValue: false,
  trimValues: false,
  processEntities: false,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  maxNestedTags: DEEPEST,
});

/**
 * The elements inside `<xml>` by name: texts, or whatever is nested. Null for what is not well-formed, is too deep or
 * too rich, or holds what WeChat does not send: document types, entities, comments, processing instructions, attributes.
 */
export function readXml(text: string): Readonly<Record<string, unknown>> | null {
  if (!hasOnlyTagsAndText(text) || XMLValidator.validate(text) !== true) return null;
  try {
    const { xml } = parser.parse(text) as { readonly xml?: unknown };
    return typeof xml === 'object' && xml !== null && !Array.isArray(xml) ? { ...xml } : null;
  } catch {
    // Too deep, or an element of a name that means something to JavaScript.
    return null;
  }
}

/** What is inside character data is a resident's own text: `<!DOCTYPE` is allowed there, and nowhere else. */
function hasOnlyTagsAndText(text: string): boolean {
  PART.lastIndex = DECLARATION.exec(text)?.[0].length ?? 0;
  for (let parts = 0; parts < MOST_PARTS; parts++) {
    if (PART.lastIndex === text.length) return true;
    if (!PART.test(text)) return false;
  }
  return false;
}
