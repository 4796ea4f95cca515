/** A server that says nothing for so long is not going to. */
const SILENCE_MS = 10_000;

/** The server's answers, as long as they come and nobody has stopped. @throws an error of its own after a silence */
export async function* answersOf<T>(answers: AsyncIterableIterator<T>, stop?: AbortSignal): AsyncGenerator<T, void> {
  let end: (result: null) => void = () => undefined;
  let silent: (error: Error) => void = () => undefined;
  const broken = new Promise<null>((resolve, reject) => {
    [end, silent] = [resolve, reject];
  });
  broken.catch(() => undefined);
  const stopped = (): void => end(null);
  const silence = setTimeout(() => silent(new Error('The server is silent.')), SILENCE_MS);
  stop?.addEventListener('abort', stopped, { once: true });
  if (stop?.aborted === true) stopped();
  try {
    for (;;) {
      const next = await Promise.race([broken, answers.next()]);
      if (next === null || next.done === true) return;
      silence.refresh();
      yield next.value;
      silence.refresh();
    }
  } finally {
    clearTimeout(silence);
    stop?.removeEventListener('abort', stopped);
  }
}
