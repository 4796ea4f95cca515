import type { Context } from '../../../schema/context.js';
import type { Application } from '../../application/application.js';

/** What is known of who asks. */
export type Asking = Pick<Context, 'viewer' | 'correlationId' | 'language'>;

/** A query or mutation: its look-ups are gathered and read once. */
export const operationContext = (app: Application, asking: Asking): Context => ({
  ...asking,
  app,
  loaders: app.queries.loaders(),
  lagging: { value: false },
});

/** A subscription: one context serves all its messages, so nothing may be remembered in it. */
export const feedContext = (app: Application, asking: Asking): Context => ({
  ...asking,
  app,
  lagging: { value: false },
});

/** Of an operation over HTTP: what the request's line in the log tells of it. */
export interface HttpContext extends Context {
  readonly facts: { operationName: string | null };
}
