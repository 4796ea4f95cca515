/** Iterations under way, so that closing the log can end them. */
export type Iterations = Set<AbortController>;

/** Makes the values; it ends soon after its signal aborts, in whatever wait it is. */
export type Generate<T> = (stop: AbortSignal) => AsyncGenerator<T, void>;

/**
 * An async iterable over a generator that can be stopped while it waits: `return()`, the consumer's signal and the
 * closing of the log all end it, without an error, and settle a pending `next()` (a bare generator would leave that
 * hanging until something comes).
 */
export function stoppable<T>(
  iterations: Iterations,
  signal: AbortSignal | undefined,
  generate: Generate<T>,
): AsyncIterable<T> {
  return { [Symbol.asyncIterator]: () => iterate(iterations, signal, generate) };
}

/** A reason at hand: without one, an error with its stack is made for each iteration that ends. */
const STOPPED = 'stopped';

function iterate<T>(
  iterations: Iterations,
  signal: AbortSignal | undefined,
  generate: Generate<T>,
): AsyncIterator<T, void> {
  const controller = new AbortController();
  const values = generate(controller.signal);
  const stop = (): void => controller.abort(STOPPED);
  const stopped = (): boolean => controller.signal.aborted;
  let begun = false;
  const begin = (): void => {
    begun = true;
    iterations.add(controller);
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted === true) stop();
  };
  const end = async (): Promise<IteratorReturnResult<void>> => {
    begun = true;
    stop();
    iterations.delete(controller);
    signal?.removeEventListener('abort', stop);
    await values.return();
    return { done: true, value: undefined };
  };
  return {
    async next() {
      if (!begun) begin();
      if (stopped()) return end();
      try {
        const result = await values.next();
        // A value that was on its way when it was stopped comes again for whoever resumes.
        return result.done === true || stopped() ? await end() : result;
      } catch (error) {
        await end();
        throw error;
      }
    },
    return: end,
  };
}
