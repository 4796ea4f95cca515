import type { KeywordMatch as Match, Reply } from '../../src/domain/replies/events.js';
import { describedEnum } from '../described-enum.js';

export const ReplyType = describedEnum('ReplyType', 'What kind of message a reply is.', {
  TEXT: 'It is a text.',
  IMAGE: 'It is a picture that was uploaded at WeChat.',
  NEWS: 'It is articles with title, text, picture and link.',
} satisfies Record<Reply['type'], string>);

export const KeywordMatch = describedEnum('KeywordMatch', 'When a keyword fits a text, whatever its case.', {
  CONTAINS: 'The text holds the keyword somewhere.',
  EQUALS: 'The text is the keyword and nothing else.',
} satisfies Record<Match, string>);
