import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isAppId } from '../../domain/values/account-ids.js';
import type { CallbackJournal } from '../../wechat/callbacks/callback-journal.js';
import type { CallbackReceiver } from '../../wechat/callbacks/receiver.js';
import type { WeChatComponent } from '../../wechat/component.js';
import { readEnvelope } from '../../wechat/messages/envelope.js';
import { MessageCrypto } from '../../wechat/messages/message-crypto.js';
import type { Metrics } from '../http/metrics.js';
import { admit, WINDOW_MS, type Admitted } from '../../wechat/callbacks/admission.js';
import { Answers, type Subject } from './answers.js';
import { Deliveries } from '../../wechat/callbacks/deliveries.js';
import { messageDelivery, pushDelivery } from '../../wechat/callbacks/delivery.js';
import { CallbackObserver } from './observer.js';
import { Slots } from '../../wechat/callbacks/slots.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** A request of WeChat's, once it is known that it may be read. */
    admitted: Admitted | null;
  }
}

/** How many may be under way at the same time. */
export interface CallbackLimits {
  /** Requests of whoever has shown that it knows our token. */
  readonly proven: number;
  /** Requests of others, who may be anybody. */
  readonly unproven: number;
  /** Messages handed over, also those that take longer than WeChat waits. */
  readonly handedOver: number;
}

export interface CallbackRoutesOptions {
  readonly component: Pick<WeChatComponent, 'appId' | 'token' | 'encodingAesKeys'>;
  readonly receiver: CallbackReceiver;
  readonly journal: Pick<CallbackJournal, 'note'>;
  readonly metrics: Pick<Metrics, 'callbacks' | 'callbackDuration'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** WeChat gives up after 5 seconds (wechat protocol §7.2), the way there and back included. */
  readonly answerWithinMs?: number;
  readonly limits?: Partial<CallbackLimits>;
}

const LIMITS: CallbackLimits = { proven: 1_000, unproven: 200, handedOver: 1_000 };
const ANSWER_WITHIN_MS = 4_500;
/** WeChat's own are below 4 KiB. */
const BODY_LIMIT = 65_536;

/**
 * The two addresses that WeChat calls (wechat protocol §1.1): `/wechat/events` and `/wechat/messages/{appId}`. What is not
 * WeChat's is refused without a word about why; what is, is handed over once and answered in time.
 */
export async function callbackRoutes(app: FastifyInstance, options: CallbackRoutesOptions): Promise<void> {
  await app.register((scope, _, done) => {
    new CallbackRoutes(scope, options).add();
    done();
  });
}

class CallbackRoutes {
  readonly #crypto: MessageCrypto;
  readonly #observer: CallbackObserver;
  readonly #answers: Answers;
  readonly #deliveries: Deliveries;
  readonly #proven: Slots;
  readonly #unproven: Slots;

  constructor(
    private readonly scope: FastifyInstance,
    private readonly options: CallbackRoutesOptions,
  ) {
    const { component, metrics, journal, now } = options;
    const limits = { ...LIMITS, ...options.limits };
    this.#crypto = new MessageCrypto(component);
    this.#observer = new CallbackObserver(metrics, journal, scope.log);
    this.#answers = new Answers(this.#observer, now);
    this.#proven = new Slots(limits.proven);
    this.#unproven = new Slots(limits.unproven);
    this.#deliveries = new Deliveries({
      // A time stamp may lie ahead of our clock by the window, and is taken until it lies as far behind.
      rememberMs: 2 * WINDOW_MS,
      limit: limits.handedOver,
      now,
      onFailure: (error, correlationId) =>
        scope.log.error({ err: error, correlationId }, 'A callback could not be dealt with.'),
    });
  }

  add(): void {
    const { scope } = this;
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(['text/xml', 'application/xml'], { parseAs: 'string' }, (_, body, done) => {
      done(null, body);
    });
    scope.decorateRequest('admitted', null);
    scope.addHook('onClose', async () => {
      await this.#deliveries.ended();
      this.#observer.close();
    });
    this.#route('/wechat/events', () => ({ kind: 'PUSH', appId: null }));
    this.#route('/wechat/messages/:appId', ({ params }) => {
      const { appId } = params as { readonly appId: string };
      return { kind: 'MESSAGE', appId: isAppId(appId) ? appId : null };
    });
  }

  #route(url: string, subjectOf: (request: FastifyRequest) => Subject): void {
    this.scope.route({
      method: 'POST',
      url,
      bodyLimit: BODY_LIMIT,
      config: { logsItself: true },
      onRequest: (request, reply, done) => {
        if (this.#admit(request, reply, subjectOf(request))) done();
      },
      handler: (request, reply) => this.#handle(request, reply, subjectOf(request)),
      errorHandler: (error, request, reply) => {
        this.#failed(error, request, reply, subjectOf(request));
      },
    });
  }

  /** Before the body is received. */
  #admit(request: FastifyRequest, reply: FastifyReply, subject: Subject): boolean {
    if (subject.kind === 'MESSAGE' && subject.appId === null) {
      this.#answers.refuse(request, reply, subject, 'ADDRESS');
      return false;
    }
    const admission = admit(request.query, this.#crypto, this.options.now());
    if (!admission.ok) {
      this.#answers.refuse(request, reply, subject, admission.refusal);
      return false;
    }
    const release = (admission.admitted.proven ? this.#proven : this.#unproven).take();
    if (release === null) {
      this.#answers.fail(request, reply, subject, 'OVERLOADED');
      return false;
    }
    reply.raw.once('close', release);
    request.admitted = admission.admitted;
    return true;
  }

  async #handle(request: FastifyRequest, reply: FastifyReply, subject: Subject): Promise<FastifyReply> {
    const { admitted } = request;
    if (admitted === null) throw new Error('A callback came through that was not admitted.');
    const { component, receiver, now } = this.options;
    const answers = this.#answers;

    const envelope = typeof request.body === 'string' ? readEnvelope(request.body) : null;
    if (envelope === null) return answers.refuse(request, reply, subject, 'ENVELOPE');
    const opened = this.#crypto.open(envelope.encrypted, admitted.signature, admitted);
    if (!opened.ok) return answers.refuse(request, reply, subject, opened.problem);
    if (envelope.appId !== null && envelope.appId !== component.appId) {
      return answers.refuse(request, reply, subject, 'APP_ID');
    }
    const reading =
      subject.appId === null
        ? pushDelivery(opened.text, component.appId, receiver)
        : messageDelivery(opened.text, subject.appId, receiver);
    if (!reading.ok) return answers.refuse(request, reply, subject, reading.refusal);

    const { delivery } = reading;
    const delivered = await this.#deliveries.deliver(delivery, {
      names: [JSON.stringify([admitted.timestamp, admitted.nonce, admitted.signature]), delivery.identity],
      correlationId: request.id,
      withinMs: (this.options.answerWithinMs ?? ANSWER_WITHIN_MS) - reply.elapsedTime,
    });
    const { duplicate, state } = delivered;
    if (state === 'DONE') {
      const seconds = Math.floor(now() / 1_000);
      const xml = delivery.replyXml(delivered.reply, seconds);
      const sealed = xml === null ? null : opened.seal(xml, seconds);
      return answers.succeed(request, reply, delivery, { duplicate, late: false }, sealed);
    }
    if (state === 'REFUSED') return answers.turnAway(request, reply, delivery, delivered.refusal);
    if (state === 'SLOW' && delivery.mayBeLate) {
      return answers.succeed(request, reply, delivery, { duplicate, late: true }, null);
    }
    return answers.fail(request, reply, delivery, state);
  }

  /** What makes the framework refuse a body, and what is our own fault. */
  #failed(error: FastifyError, request: FastifyRequest, reply: FastifyReply, subject: Subject): void {
    const status = error.statusCode ?? 500;
    if (status >= 500) {
      this.scope.log.error({ err: error, correlationId: request.id }, 'A callback failed.');
      this.#answers.fail(request, reply, subject, 'FAILED');
    } else {
      const refusal = status === 413 ? 'TOO_LARGE' : status === 415 ? 'CONTENT_TYPE' : 'REQUEST';
      this.#answers.refuse(request, reply, subject, refusal);
    }
  }
}
