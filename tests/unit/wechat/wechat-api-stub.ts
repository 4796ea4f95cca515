import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as textOfStream } from 'node:stream/consumers';

export type Answer = (response: ServerResponse) => void;

export const raw =
  (text: string): Answer =>
  (response) =>
    void response.end(text);
export const json = (value: unknown): Answer => raw(JSON.stringify(value));

interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly body: string;
}

/** WeChat's API that answers what it is told, in turn, the last answer again and again. */
export class WeChatApiStub {
  answers: Answer[] = [];
  readonly asked: Asked[] = [];
  readonly #server: Server;

  /** `aside`: paths that have an answer of their own, and are not counted */
  private constructor(aside: Readonly<Record<string, Answer>>) {
    this.#server = createServer((request, response) => {
      void textOfStream(request).then((body) => {
        const url = new URL(request.url ?? '', 'http://wechat');
        const asideOfThis = aside[url.pathname];
        if (asideOfThis !== undefined) {
          asideOfThis(response);
          return;
        }
        this.asked.push({ method: request.method ?? '', url, body });
        const answer = this.answers.length > 1 ? this.answers.shift() : this.answers[0];
        answer?.(response);
      });
    });
  }

  static async start(aside: Readonly<Record<string, Answer>> = {}): Promise<WeChatApiStub> {
    const stub = new WeChatApiStub(aside);
    await new Promise<void>((resolve) => stub.#server.listen(0, '127.0.0.1', resolve));
    return stub;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Also of an API that is gone already. */
  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
