import type { ChildProcess } from 'node:child_process';
import { startServerProcess } from '../support/server-process.js';
import { PLATFORM } from './forging.js';

export interface FuzzedServer {
  /** Without a path. */
  readonly url: string;
  /** How much of its heap is in use, bytes. */
  readonly heap: () => Promise<number>;
  stop(): Promise<void>;
}

/** @param main compiled module of `server.ts` */
export async function startFuzzedServer(dataDir: string, main: string): Promise<FuzzedServer> {
  const server = await startServerProcess({
    dataDir,
    main,
    env: {
      WECHAT_COMPONENT_APPID: PLATFORM.appId,
      WECHAT_COMPONENT_SECRET: PLATFORM.secret,
      WECHAT_TOKEN: PLATFORM.token,
      WECHAT_ENCODING_AES_KEYS: PLATFORM.encodingAesKey,
      // Nobody listens there: what WeChat would be asked for cannot be had.
      WECHAT_API_URL: 'http://127.0.0.1:9',
      LOG_LEVEL: 'error',
    },
  });
  return {
    url: new URL(server.url).origin,
    heap: () => heapOf(server.child),
    stop: () => server.stop(),
  };
}

function heapOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    const listen = (message: unknown): void => {
      const heap = (message as { readonly heap?: unknown } | null)?.heap;
      if (typeof heap !== 'number') return;
      child.off('message', listen);
      resolve(heap);
    };
    child.on('message', listen);
    child.send('heap');
  });
}
