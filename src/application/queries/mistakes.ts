import { lengthOf, holdsControlCharacters } from '../../domain/values/text.js';
import { ID_LENGTH, LIST_SIZE } from '../../domain/values/bounds.js';
import { CursorBeyondHeadError, ForeignCursorError, InvalidCursorError } from '../../event-store/errors.js';
import { BadUserInputError } from '../bad-user-input.js';

/** What is wrong and what is allowed, in the languages of the API. */
export interface Mistake {
  readonly en: string;
  readonly zh: string;
}

const SEARCH_LENGTH = 50;

/** Collects every mistake of a query's arguments, so that one answer tells them all. */
export class Mistakes {
  readonly #found: Mistake[] = [];

  add(mistake: Mistake): void {
    this.#found.push(mistake);
  }

  /** @throws BadUserInputError unless there is none */
  throwAny(): void {
    if (this.#found.length === 0) return;
    throw new BadUserInputError({
      en: this.#found.map(({ en }) => en).join(' '),
      zh: this.#found.map(({ zh }) => zh).join(''),
    });
  }

  search(value: string | null | undefined, path: string): void {
    if (value == null) return;
    const length = lengthOf(value);
    if (length < 1 || length > SEARCH_LENGTH) {
      this.add({
        en: `${path} must have 1 to ${SEARCH_LENGTH} characters; it has ${length}.`,
        zh: `${path} 应为 1 至 ${SEARCH_LENGTH} 个字符，现有 ${length} 个。`,
      });
    } else if (holdsControlCharacters(value)) {
      this.add({ en: `${path} must not hold control characters.`, zh: `${path} 不能包含控制字符。` });
    }
  }

  id(value: string | null | undefined, path: string): void {
    if (value == null) return;
    const length = lengthOf(value);
    if (length >= 1 && length <= ID_LENGTH) return;
    this.add({
      en: `${path} must have 1 to ${ID_LENGTH} characters; it has ${length}.`,
      zh: `${path} 应为 1 至 ${ID_LENGTH} 个字符，现有 ${length} 个。`,
    });
  }

  ids(values: readonly string[] | null | undefined, path: string): void {
    if (values == null) return;
    if (values.length < 1 || values.length > LIST_SIZE) {
      this.add({
        en: `${path} must hold 1 to ${LIST_SIZE} entries; it holds ${values.length}.`,
        zh: `${path} 应包含 1 至 ${LIST_SIZE} 项，现有 ${values.length} 项。`,
      });
    } else if (new Set(values).size < values.length) {
      this.add({
        en: `${path} holds an entry more than once; name each one once.`,
        zh: `${path} 中有重复项，每项只能出现一次。`,
      });
    }
  }

  period(from: string | null | undefined, until: string | null | undefined, path: string): void {
    if (from == null || until == null || from < until) return;
    this.add({
      en: `${path}.from must be before ${path}.until, which it does not include.`,
      zh: `${path}.from 必须早于 ${path}.until（不含 until 时刻）。`,
    });
  }
}

/** What lists hold instead of positions in the log. */
export const pageCursorMistake = (path: string): Mistake => ({
  en: `${path} is the cursor of a list page; it takes the cursor of a message, payload or event, or the asOf of a list.`,
  zh: `${path} 是列表分页用的游标；此处应使用消息、操作结果、事件的 cursor，或列表的 asOf。`,
});

/** Why a text is not the position in the log that `path` takes; null where the error says something else. */
export function cursorMistake(error: unknown, path: string): Mistake | null {
  if (error instanceof InvalidCursorError) {
    return {
      en: `${path} must be the cursor of a feed message, payload, event or list (its asOf); a feed also takes "0" for the first event.`,
      zh: `${path} 应为订阅消息、操作结果、审计事件的 cursor 或列表的 asOf；订阅也可用 "0" 从第一条事件开始。`,
    };
  }
  if (error instanceof ForeignCursorError) {
    return {
      en: `${path} is a cursor of another installation; take one from this installation.`,
      zh: `${path} 是另一套系统的游标，请使用本系统返回的游标。`,
    };
  }
  if (error instanceof CursorBeyondHeadError) {
    return {
      en: `${path} lies beyond the newest event; latestCursor tells where the newest one is.`,
      zh: `${path} 超出了最新事件的位置；可用 latestCursor 查询最新位置。`,
    };
  }
  return null;
}
