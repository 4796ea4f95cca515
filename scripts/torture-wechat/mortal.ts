/** The process is gone: what it was doing never went any further. */
export class CrashedError extends Error {
  constructor() {
    super('The process has crashed.');
    this.name = new.target.name;
  }
}

/** The life of one process: it may be told to end at any of its calls, with the call done or not. */
export class Life {
  #isOver = false;
  #callsLeft = Infinity;
  #isDone = false;

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Ends at the call after so many more; `done`: what is asked for happens yet, and nobody hears of it. */
  endAfter(calls: number, done: boolean): void {
    this.#callsLeft = calls;
    this.#isDone = done;
  }

  end(): void {
    this.#isOver = true;
  }

  #check(): void {
    if (this.#isOver) throw new CrashedError();
  }

  /** @throws CrashedError */
  async call<T>(work: () => Promise<T>): Promise<T> {
    this.#check();
    this.#callsLeft -= 1;
    if (this.#callsLeft < 0) {
      this.end();
      if (this.#isDone) await work();
      throw new CrashedError();
    }
    const result = await work();
    // It may have ended while the answer was on its way.
    this.#check();
    return result;
  }
}

/** The same port, as long as the process lives. Methods that promise something are where it can end. */
export function mortal<Port extends object>(port: Port, life: Life): Port {
  return new Proxy(port, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]): unknown => {
        if (life.isOver) return Promise.reject(new CrashedError());
        if (!PROMISING.has(String(name))) return Reflect.apply(member, target, args);
        return life.call(async () => {
          const result: unknown = await Reflect.apply(member, target, args);
          return name === 'acquire' && result !== null ? mortal(result as object, life) : result;
        });
      };
    },
  });
}

/** Of the event store, the vault, leases and WeChat's platform. */
const PROMISING: ReadonlySet<string> = new Set([
  'append',
  'outcomeOf',
  'head',
  'put',
  'get',
  'getVersioned',
  'replace',
  'erase',
  'names',
  'acquire',
  'renew',
  'release',
  'createPreAuthCode',
  'queryAuthorization',
  'getAuthorizer',
  'listAuthorizers',
]);
