import { readdirSync, readFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';

/** What the simulator hands out is a word, this mark and then what counts; also where it stands in a URL. */
const MARK = '@@@';
const HANDED_OUT = /([a-z]{0,16})(?:@@@|%40%40%40)([A-Za-z0-9_-]{16,})/g;

/** Where one is meant to be: the token broker's answer (R29), also under an alias, and our page's link to WeChat. */
const MEANT = /"(?:\w+_)?accessToken":"[^"]*"|pre_auth_code=[^"&\s]*/g;

const whatCounts = (secret: string): string => secret.split(MARK).at(-1) ?? secret;

/** Looks through log lines, answers and files for secrets that the simulator hands out (R29). */
export class SecretWatch {
  /** What looks like one, and where it was seen last. */
  readonly #seen = new Map<string, string>();
  readonly #secrets = new Set<string>();
  /** Those of the platform itself, which bear no mark. */
  readonly #unmarked = new Set<string>();

  look(place: string, text: string): void {
    for (const [, kind = '', found = ''] of text.matchAll(HANDED_OUT)) this.#seen.set(found, `${place} (${kind})`);
    for (const secret of this.#unmarked)
      if (text.includes(secret)) this.#seen.set(secret, `${place} (of the platform)`);
  }

  lookThrough(folder: string): void {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      this.look(`the file ${entry.name}`, readFileSync(join(entry.parentPath, entry.name), 'latin1'));
    }
  }

  /** Looks at whatever is sent from a port of this process, over HTTP or WebSocket. */
  tap(port: number): void {
    taps.set(port, (text) => this.look('an answer', text.replaceAll(MEANT, '')));
  }

  untap(port: number): void {
    taps.delete(port);
  }

  /** These are secrets; of those that bear no mark only what is looked at from now on is searched. */
  handedOut(secrets: readonly string[]): void {
    for (const secret of secrets) {
      this.#secrets.add(whatCounts(secret));
      if (!secret.includes(MARK)) this.#unmarked.add(secret);
    }
  }

  /** @throws when one of the secrets was seen anywhere */
  end(): void {
    const places = [...this.#seen].filter(([found]) => this.#secrets.has(found)).map(([, place]) => place);
    if (places.length > 0) throw new Error(`R29: a secret of WeChat's stands in ${[...new Set(places)].join(', ')}.`);
  }
}

const taps = new Map<number, (text: string) => void>();

const write = Reflect.get(Socket.prototype, 'write') as (...args: readonly unknown[]) => boolean;
Reflect.set(Socket.prototype, 'write', function (this: Socket, ...args: readonly unknown[]): boolean {
  const [chunk] = args;
  const look = taps.get(this.localPort ?? 0);
  if (typeof chunk === 'string') look?.(chunk);
  else if (chunk instanceof Uint8Array) look?.(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length).toString());
  return Reflect.apply(write, this, args);
});
