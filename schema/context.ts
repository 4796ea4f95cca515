import type { Application } from '../src/application/application.js';
import type { Loaders } from '../src/application/queries/reads.js';
import type { Viewer } from '../src/auth/viewer.js';

export type Language = 'en' | 'zh';

/** What a resolver knows of the request: made once for an HTTP operation, once for a WebSocket operation. */
export interface Context {
  readonly viewer: Viewer;
  readonly correlationId: string;
  /** Of messages: from Accept-Language, or connectionParams.language. */
  readonly language: Language;
  readonly app: Application;
  /** From `app.queries.loaders()`, for one HTTP operation. A subscription has none: its messages read anew. */
  readonly loaders?: Loaders | undefined;
  /** Set when a command was accepted and the views had not caught up with it in time. */
  readonly lagging: { value: boolean };
}
