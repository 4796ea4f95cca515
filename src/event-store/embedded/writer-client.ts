import { Worker } from 'node:worker_threads';
import type { Bell } from '../../threads/bell.js';
import {
  AppendConflictError,
  CommandReusedError,
  EventStoreDamagedError,
  EventStoreFullError,
  EventStoreUnavailableError,
  type EventStoreError,
} from '../errors.js';
import type { FailureKind, FromWriter, Outcome, ToWriter, WireAppend, WriterStart } from './messages.js';

export type AppendedOutcome = Extract<Outcome, { kind: 'appended' }>;

/** One transaction of the writer. */
export interface Committed {
  /** Position of the newest event. */
  readonly head: number;
  /** Requests answered by this transaction, accepted or not. */
  readonly appends: number;
  readonly events: number;
}

/** Whoever wants to know what becomes of the writer. */
export interface WriterListener {
  /** Told after each transaction, before its callers go on. */
  onCommitted(committed: Committed): void;
  /** Told once, when a writer that had started ends without having been closed. */
  onFailure(error: EventStoreUnavailableError): void;
}

interface Pending {
  readonly resolve: (outcome: AppendedOutcome) => void;
  readonly reject: (error: EventStoreError) => void;
}

/** Appends that are worth a message of their own. */
const ENOUGH = 16;

const FAILURES: Record<FailureKind, new (message: string) => EventStoreError> = {
  full: EventStoreFullError,
  damaged: EventStoreDamagedError,
  unavailable: EventStoreUnavailableError,
};

/** The calling thread's side of the writer: hands requests over in the order of the calls, and the answers back. */
export class WriterClient {
  private readonly worker: Worker;
  private readonly ready: Promise<void>;
  private readonly gone: Promise<void>;
  /** Requests of this turn, not handed over yet. */
  private gathered: WireAppend[] = [];
  /** Callers without an answer, in the order of the log. */
  private waiting: Pending[] = [];
  private answered = 0;
  /** Why nothing is taken any more. */
  private refusal: EventStoreUnavailableError | null = null;
  private isReady = false;
  private died: EventStoreUnavailableError | null = null;

  /** @param script the compiled worker */
  constructor(
    script: string,
    start: WriterStart,
    private readonly told: WriterListener,
  ) {
    this.worker = new Worker(script, { workerData: start });
    this.ready = new Promise((resolve, reject) => {
      this.worker.on('message', (message: FromWriter) => {
        if (message.kind === 'ready') {
          this.isReady = true;
          resolve();
        } else this.receive(message);
      });
      this.worker.on('error', (error) => {
        const reason = error instanceof Error ? error.message : String(error);
        this.stop(new EventStoreUnavailableError(`The writer of the log failed: ${reason}`, { cause: error }));
      });
      this.worker.on('exit', () => {
        const ended = new EventStoreUnavailableError('The writer of the log has ended.');
        this.stop(ended);
        reject(this.refusal ?? ended);
      });
    });
    this.gone = new Promise((resolve) => {
      this.worker.on('exit', () => resolve());
    });
  }

  /** Why the writer ended without having been closed; null as long as it has not. */
  get failure(): EventStoreUnavailableError | null {
    return this.died;
  }

  /** Resolves when the writer has opened the log. */
  async started(): Promise<void> {
    await this.ready;
  }

  append(request: WireAppend): Promise<AppendedOutcome> {
    return new Promise((resolve, reject) => {
      if (this.refusal !== null) {
        reject(this.refusal);
        return;
      }
      this.waiting.push({ resolve, reject });
      // One message for the appends of a turn of the event loop. A long turn is cut, so that the writer can begin with
      // the first of many requests while the others are still being decided.
      const count = this.gathered.push(request);
      if (count === 1) setImmediate(() => this.handOver());
      else if (count === ENOUGH) this.handOver();
    });
  }

  /** The writer's thread rings it after each transaction. */
  ringOnCommit(bell: Bell): void {
    this.worker.postMessage({ bell } satisfies ToWriter, [bell.port]);
  }

  /** Takes nothing more, lets what was taken finish, and ends the thread. */
  async close(): Promise<void> {
    if (this.refusal === null) {
      this.refusal = new EventStoreUnavailableError('The event store is closed.');
      this.handOver();
      this.post('close');
    }
    await this.gone;
  }

  private handOver(): void {
    if (this.gathered.length === 0) return;
    const requests = this.gathered;
    this.gathered = [];
    this.post(requests);
  }

  private post(message: ToWriter): void {
    this.worker.postMessage(message);
  }

  private receive(message: Exclude<FromWriter, { kind: 'ready' }>): void {
    if (message.kind === 'failed') {
      for (let left = message.requests; left > 0; left -= 1) {
        this.next().reject(new FAILURES[message.failure](message.message));
      }
      return;
    }
    const { head, events, outcomes } = message;
    this.told.onCommitted({ head, events, appends: outcomes.length });
    for (const outcome of outcomes) settle(this.next(), outcome);
  }

  /** The caller whose answer comes next. The queue is cut now and then: shifting it each time costs more. */
  private next(): Pending {
    const pending = this.waiting[this.answered];
    if (pending === undefined) throw new Error('The writer answered more requests than it was given.');
    this.answered += 1;
    if (this.answered === this.waiting.length || this.answered >= 4096) {
      this.waiting = this.waiting.slice(this.answered);
      this.answered = 0;
    }
    return pending;
  }

  private stop(reason: EventStoreUnavailableError): void {
    const isUnexpected = this.refusal === null && this.isReady;
    this.refusal ??= reason;
    const left = this.waiting.slice(this.answered);
    this.waiting = [];
    this.answered = 0;
    this.gathered = [];
    for (const { reject } of left) reject(reason);
    if (!isUnexpected) return;
    this.died = reason;
    this.told.onFailure(reason);
  }
}

function settle({ resolve, reject }: Pending, outcome: Outcome): void {
  if (outcome.kind === 'appended') resolve(outcome);
  else if (outcome.kind === 'conflict') reject(new AppendConflictError(outcome.streams));
  else reject(new CommandReusedError());
}
