import type { Reply, ReplyArticle } from '../../replies/events.js';
import * as bounds from '../bounds.js';
import { cleanText, holdsControlCharacters } from '../text.js';
import type { Problems } from '../validation.js';

type Path = readonly string[];

interface GivenArticle {
  readonly title: string;
  readonly description?: string | null;
  readonly url: string;
  readonly pictureUrl?: string | null;
}

/** A reply as it is sent: the fields of its type, and no others. */
export interface GivenReply {
  readonly type: Reply['type'];
  readonly text?: string | null;
  readonly mediaId?: string | null;
  readonly articles?: readonly GivenArticle[] | null;
}

const FIELD_OF = { TEXT: 'text', IMAGE: 'mediaId', NEWS: 'articles' } as const;

/** WeChat's ids of materials are visible ASCII. */
const MEDIA_ID = /^[\x21-\x7e]*$/;

/** @param maxArticles how many articles WeChat shows in this place */
export function reply(v: Problems, given: GivenReply, path: Path, maxArticles: number): Reply {
  const { type, text, mediaId, articles } = given;
  for (const field of Object.values(FIELD_OF)) {
    if (field !== FIELD_OF[type] && given[field] != null) v.add('NOT_ALLOWED', [...path, field], { type });
  }
  switch (type) {
    case 'TEXT':
      return { type, text: replyText(v, text ?? '', [...path, 'text']) };
    case 'IMAGE':
      return { type, mediaId: media(v, mediaId ?? '', [...path, 'mediaId']) };
    case 'NEWS':
      return { type, articles: news(v, articles, [...path, 'articles'], maxArticles) };
  }
}

/** Line breaks are shown; other control characters no XML can hold. */
function replyText(v: Problems, given: string, path: Path): string {
  const text = v.boundedBytes(cleanText(given.replaceAll('\r\n', '\n')), path, bounds.REPLY_TEXT_BYTES);
  if (holdsControlCharacters(text.replaceAll('\n', ''))) v.add('NOT_ALLOWED', path);
  return text;
}

function media(v: Problems, given: string, path: Path): string {
  const mediaId = v.bounded(given.trim(), path, bounds.MEDIA_ID_LENGTH);
  if (!MEDIA_ID.test(mediaId)) v.add('BAD_FORMAT', path);
  return mediaId;
}

function news(
  v: Problems,
  given: readonly GivenArticle[] | null | undefined,
  path: Path,
  max: number,
): readonly ReplyArticle[] {
  if (given == null) v.add('REQUIRED', path);
  else if (v.listSize(given, path, { max })) {
    return given.map((article, index) => replyArticle(v, article, [...path, String(index)]));
  }
  return [];
}

function replyArticle(v: Problems, given: GivenArticle, path: Path): ReplyArticle {
  const { description } = given;
  return {
    title: v.text(given.title, [...path, 'title'], bounds.ARTICLE_TITLE_LENGTH),
    description:
      description == null ? null : v.text(description, [...path, 'description'], bounds.ARTICLE_DESCRIPTION_LENGTH),
    url: v.url(given.url, [...path, 'url'], ANYWHERE) ?? '',
    pictureUrl: v.url(given.pictureUrl, [...path, 'pictureUrl'], ANYWHERE),
  };
}

/** Residents are sent wherever the owner says. */
const ANYWHERE = (): boolean => true;
