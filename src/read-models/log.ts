/** Where read models and their runner tell what an operator should know. Facts are flat and hold no secrets (R29). */
export type ReadModelLog = (
  level: 'info' | 'warn' | 'error',
  message: string,
  facts: Readonly<Record<string, string | number | null>>,
) => void;
