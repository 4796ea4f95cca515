import type { FastifyReply, FastifyRequest } from 'fastify';
import type {
  CallbackKind,
  CallbackRecord,
  CallbackRefusal,
  CallbackTrouble,
} from '../../wechat/callbacks/callback-record.js';
import type { MessageRefusal } from '../../wechat/callbacks/message-refused.js';
import type { CallbackObserver } from './observer.js';

/** What a callback is about, as far as it is known: by its address, and then by what was in it. */
export interface Subject {
  readonly kind: CallbackKind;
  readonly appId: string | null;
}

const STATUS: Readonly<Record<CallbackRefusal, number>> = {
  ADDRESS: 404,
  REQUEST: 400,
  CONTENT_TYPE: 415,
  TOO_LARGE: 413,
  TIME_STAMP: 403,
  SIGNATURE: 403,
  ENVELOPE: 400,
  CIPHERTEXT: 400,
  APP_ID: 403,
  CONTENT: 400,
};

/** Takes a callback as dealt with, without a reply (wechat protocol §1.4). */
const SUCCESS = 'success';

/** Answers callbacks, each once, and has it observed how they ended. */
export class Answers {
  constructor(
    private readonly observer: Pick<CallbackObserver, 'ended'>,
    private readonly now: () => number,
  ) {}

  /** The same for all, without a word about why. */
  refuse(request: FastifyRequest, reply: FastifyReply, subject: Subject, refusal: CallbackRefusal): FastifyReply {
    this.#note(request, reply, subject, 'REFUSED', refusal);
    return reply.code(STATUS[refusal]).type('text/plain; charset=utf-8').send('refused');
  }

  /** It is WeChat's, but for nobody here: sent again it would be so again, and who wrote it is not to be alarmed. */
  turnAway(request: FastifyRequest, reply: FastifyReply, subject: Subject, refusal: MessageRefusal): FastifyReply {
    this.#note(request, reply, subject, 'REFUSED', refusal);
    return reply.type('text/plain; charset=utf-8').send(SUCCESS);
  }

  /** So that WeChat sends it again. */
  fail(request: FastifyRequest, reply: FastifyReply, subject: Subject, trouble: CallbackTrouble): FastifyReply {
    this.#note(request, reply, subject, 'FAILED', trouble);
    return reply.code(503).send();
  }

  /** @param late the work goes on, and its outcome is told to nobody */
  succeed(
    request: FastifyRequest,
    reply: FastifyReply,
    subject: Subject,
    { duplicate, late }: { readonly duplicate: boolean; readonly late: boolean },
    sealed: string | null,
  ): FastifyReply {
    this.#note(request, reply, subject, duplicate ? 'DUPLICATE' : 'ACCEPTED', late ? 'SLOW' : null);
    return sealed === null
      ? reply.type('text/plain; charset=utf-8').send(SUCCESS)
      : reply.type('text/xml; charset=utf-8').send(sealed);
  }

  #note(
    request: FastifyRequest,
    reply: FastifyReply,
    { kind, appId }: Subject,
    outcome: CallbackRecord['outcome'],
    reason: CallbackRecord['reason'],
  ): void {
    const durationMs = Math.round(reply.elapsedTime);
    const time = new Date(this.now() - durationMs).toISOString();
    this.observer.ended({ time, kind, appId, outcome, reason, durationMs }, request.id);
  }
}
