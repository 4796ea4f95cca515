interface Messages {
  readonly en: string;
  readonly zh: string;
}

/** What is asked of the past cannot be told now, but in a while. `errors[]` code TRY_AGAIN. */
abstract class HistoryLaterError extends Error {
  readonly code = 'TRY_AGAIN';
  constructor(readonly messages: Messages) {
    super(messages.en);
    this.name = new.target.name;
  }
}

/** The moment lies further behind what is kept of the past than can be folded for a question. */
export class HistoryBehindError extends HistoryLaterError {
  /** @param keptUntil latest time that is kept; null where nothing is */
  constructor(keptUntil: string | null) {
    super({
      en: `The past is being made from the log and ${keptUntil === null ? 'has just been begun' : `reaches until ${keptUntil} so far`}; ask again in a while.`,
      zh: `历史正在由日志生成，${keptUntil === null ? '刚刚开始' : `目前已生成至 ${keptUntil}`}；请稍后再试。`,
    });
  }
}

/** Too many ask for moments of the past at the same time. */
export class HistoryBusyError extends HistoryLaterError {
  constructor() {
    super({
      en: 'Too many moments of the past are being asked for at the same time; ask again in a while.',
      zh: '同时查询的历史时刻过多，请稍后再试。',
    });
  }
}
