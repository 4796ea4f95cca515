import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import Fastify, { LogController } from 'fastify';
import { callbackRoutes, type CallbackRoutesOptions } from '../../../../src/server/callbacks/callback-routes.js';
import { createMetrics } from '../../../../src/server/http/metrics.js';
import type { CallbackRecord } from '../../../../src/wechat/callbacks/callback-record.js';
import type {
  CallbackReceiver,
  ComponentPush,
  PassiveReply,
  ResidentMessage,
} from '../../../../src/wechat/callbacks/receiver.js';
import { encrypt, sign } from '../../wechat/messages/independent.js';

export const PLATFORM = {
  appId: 'wx5823bf96d3bd56c7',
  token: 'QDG6eK',
  encodingAesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
};
export const PREVIOUS_KEY = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
export const ACCOUNT = 'wx570bc396a51b8ff8';
const NOW = Date.parse('2026-01-01T12:00:00.000Z');

/** Takes what it is handed over; how it does so is for the test to say. */
export class TestReceiver implements CallbackReceiver {
  readonly pushes: ComponentPush[] = [];
  readonly messages: { readonly appId: string; readonly message: ResidentMessage }[] = [];
  /** What comes of a push, or of a message. */
  work: () => Promise<PassiveReply | null> = () => Promise.resolve(null);

  async push(push: ComponentPush): Promise<void> {
    this.pushes.push(push);
    await this.work();
  }

  async message(appId: string, message: ResidentMessage): Promise<PassiveReply | null> {
    this.messages.push({ appId, message });
    return this.work();
  }
}

export interface Letter {
  readonly path: string;
  readonly query: Record<string, string>;
  readonly body: string;
  readonly contentType?: string | null;
}

export interface Answer {
  readonly status: number;
  readonly type: string | null;
  readonly text: string;
}

export interface CallbackWorld {
  readonly url: string;
  readonly receiver: TestReceiver;
  readonly records: readonly CallbackRecord[];
  /** Lines of the log. */
  readonly log: readonly string[];
  /** Milliseconds since 1970; the test moves it. */
  now: number;
  send(letter: Letter): Promise<Answer>;
  metrics(): Promise<string>;
  close(): Promise<void>;
}

export async function startCallbacks(options: Partial<CallbackRoutesOptions> = {}): Promise<CallbackWorld> {
  const receiver = new TestReceiver();
  const records: CallbackRecord[] = [];
  const log: string[] = [];
  const metrics = createMetrics();
  const logTo = new Writable({
    write(line: Buffer, _, done) {
      log.push(line.toString());
      done();
    },
  });
  const app = Fastify({
    logger: { level: 'info', stream: logTo },
    logController: new LogController({ disableRequestLogging: true }),
  });
  const world: CallbackWorld = {
    url: '',
    receiver,
    records,
    log,
    now: NOW,
    send: async ({ path, query, body, contentType = 'text/xml' }) => {
      const response = await fetch(`${url()}${path}?${new URLSearchParams(query).toString()}`, {
        method: 'POST',
        // A body of bytes has no content type of its own.
        headers: contentType === null ? {} : { 'content-type': contentType },
        body: Buffer.from(body),
      });
      return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
    },
    metrics: () => metrics.registry.metrics(),
    close: () => app.close(),
  };
  const url = (): string => `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  await callbackRoutes(app, {
    component: { ...PLATFORM, encodingAesKeys: [PLATFORM.encodingAesKey, PREVIOUS_KEY] },
    receiver,
    journal: { note: (record) => void records.push(record) },
    metrics,
    now: () => world.now,
    ...options,
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  log.length = 0;
  return world;
}

let nonces = 0;

interface Writing {
  readonly party?: typeof PLATFORM;
  /** Seconds from the test's time. */
  readonly late?: number;
  readonly nonce?: string;
}

/** An encrypted text, posted to an address. */
export async function letterOf(
  path: string,
  text: string,
  { party = PLATFORM, late = 0, nonce = `nonce-${nonces++}` }: Writing = {},
): Promise<Letter> {
  const timestamp = String(NOW / 1_000 - late);
  const { encrypted, signature } = await encrypt(party, text, timestamp, nonce);
  const address = path === EVENTS ? `<AppId><![CDATA[${party.appId}]]></AppId>` : '<ToUserName>gh_1</ToUserName>';
  return {
    path,
    query: {
      signature: await sign([party.token, timestamp, nonce]),
      timestamp,
      nonce,
      encrypt_type: 'aes',
      msg_signature: signature,
    },
    body: `<xml>${address}<Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`,
  };
}

export const EVENTS = '/wechat/events';
export const MESSAGES = `/wechat/messages/${ACCOUNT}`;

export const ticketXml = (ticket: string, createTime = NOW / 1_000): string =>
  `<xml><AppId>${PLATFORM.appId}</AppId><CreateTime>${createTime}</CreateTime>` +
  `<InfoType>component_verify_ticket</InfoType><ComponentVerifyTicket>${ticket}</ComponentVerifyTicket></xml>`;

export const textXml = (content: string, messageId: string): string =>
  `<xml><ToUserName>gh_1</ToUserName><FromUserName>oFan-1</FromUserName><CreateTime>${NOW / 1_000}</CreateTime>` +
  `<MsgType>text</MsgType><Content><![CDATA[${content}]]></Content><MsgId>${messageId}</MsgId></xml>`;

export const eventXml = (event: string, createTime = NOW / 1_000): string =>
  `<xml><ToUserName>gh_1</ToUserName><FromUserName>oFan-1</FromUserName><CreateTime>${createTime}</CreateTime>` +
  `<MsgType>event</MsgType><Event>${event}</Event></xml>`;
