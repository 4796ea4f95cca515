import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { setTimeout as pause } from 'node:timers/promises';
import type { Body } from './body.js';
import { parseBody } from './body.js';
import { WeChatFault } from './fault.js';
import type { ApiFault, Faults } from './faults.js';
import type { World } from './world.js';

export type Query = Readonly<Record<string, unknown>>;

export interface Call {
  readonly query: Query;
  /** @throws WeChatFault 44002, 47001 */
  readonly body: () => Body;
  /** As it came; empty when there was none. */
  readonly rawBody: string;
}

/** @throws WeChatFault */
export type Answer = (call: Call) => object;

/** WeChat's API over HTTP: JSON, status 200 also for errors, a request id in every error; faults on demand. */
export class Api {
  private readonly counts = new Map<string, number>();

  constructor(
    private readonly app: FastifyInstance,
    private readonly world: World,
    private readonly faults: Faults,
  ) {}

  post(path: string, answer: Answer): void {
    this.app.post(path, (request, reply) => this.respond(path, request, reply, answer));
    this.app.get(path, (_, reply) => reply.send(this.failed(new WeChatFault(43002))));
  }

  get(path: string, answer: Answer): void {
    this.app.get(path, (request, reply) => this.respond(path, request, reply, answer));
    this.app.post(path, (_, reply) => reply.send(this.failed(new WeChatFault(43001))));
  }

  /** Everything else below that path is no API. */
  nothingElse(path: string): void {
    this.app.all(`${path}/*`, (_, reply) => reply.send(this.failed(new WeChatFault(40066))));
  }

  requests(path: string): number {
    return this.counts.get(path) ?? 0;
  }

  private async respond(
    path: string,
    request: FastifyRequest,
    reply: FastifyReply,
    answer: Answer,
  ): Promise<FastifyReply> {
    this.counts.set(path, this.requests(path) + 1);
    const faults = this.faults.ofCall(path);
    if (faults.includes('serverError')) return reply.code(500).type('text/plain').send('Internal Server Error');
    if (faults.includes('refused')) return cut(reply);
    const rawBody = typeof request.body === 'string' ? request.body : '';
    const call = { query: request.query as Query, body: () => parseBody(rawBody), rawBody };
    const answered = this.answering(call, faults, answer);
    await pause(
      faults.reduce((sum, fault) => sum + (typeof fault === 'object' && 'latencyMs' in fault ? fault.latencyMs : 0), 0),
    );
    if (faults.includes('reset')) return cut(reply);
    if (faults.includes('halfAnswer')) return half(reply, JSON.stringify(answered));
    return reply.send(answered);
  }

  private answering(call: Call, faults: readonly ApiFault[], answer: Answer): object {
    try {
      for (const fault of faults)
        if (typeof fault === 'object' && 'errcode' in fault) throw new WeChatFault(fault.errcode);
      return answer(call);
    } catch (error) {
      if (error instanceof WeChatFault) return this.failed(error);
      throw error;
    }
  }

  private failed({ errcode, message }: WeChatFault): object {
    return { errcode, errmsg: `${message} rid: ${this.world.requestId()}` };
  }
}

function cut(reply: FastifyReply): FastifyReply {
  reply.hijack();
  reply.raw.destroy();
  return reply;
}

/** The whole length is announced, half of it comes. */
function half(reply: FastifyReply, text: string): FastifyReply {
  const bytes = Buffer.from(text);
  reply.hijack();
  reply.raw.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': bytes.length });
  reply.raw.write(bytes.subarray(0, bytes.length / 2), () => reply.raw.destroy());
  return reply;
}
