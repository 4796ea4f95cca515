/**
 * An iterator whose `return()` settles a pending `next()`: a generator alone would make it wait until its present await
 * comes to an end, and the await of a quiet feed may never. The generator's waits must end when the signal aborts.
 */
export function cancellable<T>(run: (signal: AbortSignal) => AsyncGenerator<T, void>): AsyncIterableIterator<T> {
  const stopping = new AbortController();
  const generator = run(stopping.signal);
  return {
    next: () => generator.next(),
    return: () => {
      stopping.abort();
      return generator.return();
    },
    throw: (error: unknown) => {
      stopping.abort();
      return generator.throw(error);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
