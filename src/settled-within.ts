export type Settled<Value> =
  | { readonly state: 'DONE'; readonly value: Value }
  | { readonly state: 'FAILED'; readonly error: unknown }
  /** It goes on. */
  | { readonly state: 'SLOW' };

/** What has become of the work when the time is over, or before. Never rejects. */
export function settledWithin<Value>(work: Promise<Value>, milliseconds: number): Promise<Settled<Value>> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve({ state: 'SLOW' }), Math.max(milliseconds, 0));
    work
      .then(
        (value) => resolve({ state: 'DONE', value }),
        (error: unknown) => resolve({ state: 'FAILED', error }),
      )
      .finally(() => clearTimeout(timer));
  });
}
