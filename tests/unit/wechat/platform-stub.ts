import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as textOfStream } from 'node:stream/consumers';
import type { SimulatedComponent } from '../../../src/wechat/simulator/component.js';
import { decrypt, encrypt, signatureOf } from '../../../src/wechat/simulator/message-crypto.js';
import { readXml, textOf, writeXml, type XmlElement } from '../../../src/wechat/simulator/xml.js';

export interface Received {
  /** `/events`, or `/messages/` and the app id. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly signed: boolean;
  /** Index of the key that it is encrypted with. */
  readonly key: number;
  readonly xml: string;
  /** Text of an element of the message. */
  field(name: string): string | null;
}

export interface StubAnswer {
  readonly status?: number;
  readonly body?: string;
  /** Answers when it resolves. */
  readonly after?: Promise<unknown>;
}

/** The platform's side of the callbacks, as small as can be: takes everything, answers what the test says. */
export class PlatformStub {
  readonly received: Received[] = [];
  answer: (received: Received) => StubAnswer = () => ({ body: 'success' });

  /** As the simulator knows it: set once it runs. */
  component: () => SimulatedComponent = () => {
    throw new Error('There is no simulator yet.');
  };

  private constructor(private readonly server: Server) {}

  static async start(): Promise<PlatformStub> {
    const server = createServer();
    const stub = new PlatformStub(server);
    server.on('request', (request, response) => {
      void textOfStream(request).then(async (body) => {
        const received = stub.read(new URL(request.url ?? '', 'http://platform.example'), body);
        stub.received.push(received);
        const { status = 200, body: answer = '', after } = stub.answer(received);
        await after;
        response.writeHead(status).end(answer);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return stub;
  }

  get callbacks(): { readonly eventUrl: string; readonly messageUrl: string } {
    const origin = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return { eventUrl: `${origin}/events`, messageUrl: `${origin}/messages/$APPID$?kept=1` };
  }

  /** Values of one element of everything received, oldest first. */
  fields(name: string): (string | null)[] {
    return this.received.map((one) => one.field(name));
  }

  /** An encrypted reply to what was received. */
  reply(
    { query, xml, key }: Received,
    elements: readonly XmlElement[],
    change: { readonly signature?: string; readonly to?: string } = {},
  ): string {
    const component = this.component();
    const message = readXml(xml);
    const encrypted = encrypt(
      component.encodingAesKeys[key] ?? component.encodingAesKeys[0],
      component.appId,
      Buffer.alloc(16, 7),
      writeXml([
        ['ToUserName', change.to ?? textOf(message, 'FromUserName') ?? ''],
        ['FromUserName', textOf(message, 'ToUserName') ?? ''],
        ['CreateTime', Number(query.get('timestamp'))],
        ...elements,
      ]),
    );
    const timestamp = query.get('timestamp') ?? '';
    return writeXml([
      ['Encrypt', encrypted],
      ['MsgSignature', change.signature ?? signatureOf(component.token, timestamp, 'own', encrypted)],
      ['TimeStamp', Number(timestamp)],
      ['Nonce', 'own'],
    ]);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private read(url: URL, body: string): Received {
    const { appId, token, encodingAesKeys } = this.component();
    const encrypted = textOf(readXml(body), 'Encrypt') ?? '';
    const query = url.searchParams;
    const [timestamp, nonce] = [query.get('timestamp') ?? '', query.get('nonce') ?? ''];
    const signed = query.get('msg_signature') === signatureOf(token, timestamp, nonce, encrypted);
    const opened = encodingAesKeys.flatMap((key, i) => {
      try {
        return [{ key: i, xml: decrypt(key, appId, encrypted) }];
      } catch {
        return [];
      }
    });
    const [{ key, xml } = { key: -1, xml: '<xml></xml>' }] = opened;
    return { path: url.pathname, query, signed, key, xml, field: (name) => textOf(readXml(xml), name) };
  }
}
