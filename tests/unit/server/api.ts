import { Writable } from 'node:stream';
import { generateKeyPair, exportJWK } from 'jose';
import {
  GraphQLError,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
} from 'graphql';
import type { Context } from '../../../schema/context.js';
import { ForbiddenError, TryAgainError } from '../../../src/application/answer.js';
import type { Application } from '../../../src/application/application.js';
import { BadUserInputError } from '../../../src/application/bad-user-input.js';
import { issueLocalToken, type LocalToken } from '../../../src/auth/local-token.js';
import { createTokenVerifier } from '../../../src/auth/token-verifier.js';
import { formatCursor, parseCursorOf, type Cursor } from '../../../src/event-store/cursor.js';
import { CursorBeyondHeadError, EventStoreUnavailableError } from '../../../src/event-store/errors.js';
import type { ProjectionState } from '../../../src/read-models/port.js';
import type { Progress } from '../../../src/read-models/progress.js';
import { createServer, type Server, type ServerOptions } from '../../../src/server/http/server.js';

const installation = '00000000000000aa';
export const cursorAt = (position: number): Cursor =>
  formatCursor({ installation, epoch: 1, position: BigInt(position), subIndex: 0 });

/** A short document of 30⁴ fields: fragments that each ask for the next one under 30 names. */
export const MULTIPLYING = `{ node { ...A0 } } ${[0, 1, 2, 3]
  .map((level) => {
    const inside = level === 3 ? 'name' : `...A${level + 1}`;
    return `fragment A${level} on Node { ${Array.from({ length: 30 }, (_, index) => `a${index}: node { ${inside} }`).join(' ')} }`;
  })
  .join(' ')}`;

/** The log's head and how far the read models have come. */
const HEAD = 7;
const REACHED = 5;

/** Lets a test hold an operation and release it. */
export class Gate {
  #open: () => void = () => undefined;
  #entered: () => void = () => undefined;
  readonly entered = new Promise<void>((resolve) => (this.#entered = resolve));
  readonly #passed = new Promise<void>((resolve) => (this.#open = resolve));
  pass(): Promise<void> {
    this.#entered();
    return this.#passed;
  }
  open(): void {
    this.#open();
  }
}

const failures: Readonly<Record<string, () => Error>> = {
  unknown: () => new Error('secret detail of /var/lib/db'),
  forbidden: () => new ForbiddenError('Only operators.'),
  tryAgain: () => new TryAgainError('conflicts on stream x'),
  store: () => new EventStoreUnavailableError('disk /dev/sda'),
  input: () => new BadUserInputError({ en: 'first is 1 to 100.', zh: 'first 应为 1 至 100。' }),
  coded: () => new GraphQLError('No role.', { extensions: { code: 'UNAUTHORIZED' } }),
  system: () => Object.assign(new Error('ENOENT: no such file'), { code: 'ENOENT' }),
};

function schemaOf(gate: Gate): GraphQLSchema {
  const node: GraphQLObjectType = new GraphQLObjectType({
    name: 'Node',
    fields: () => ({
      name: { type: GraphQLString, resolve: () => 'node' },
      node: { type: node, resolve: () => ({}) },
    }),
  });
  const query = new GraphQLObjectType<unknown, Context>({
    name: 'Query',
    fields: {
      who: {
        type: GraphQLString,
        resolve: (_, __, { viewer }) => `${viewer.subject} of ${viewer.tenant?.id ?? 'none'}`,
      },
      language: { type: GraphQLString, resolve: (_, __, { language }) => language },
      correlation: { type: GraphQLString, resolve: (_, __, { correlationId }) => correlationId },
      hasLoaders: { type: GraphQLString, resolve: (_, __, { loaders }) => String(loaders !== undefined) },
      node: { type: node, resolve: () => ({}) },
      echo: {
        type: GraphQLString,
        args: { text: { type: new GraphQLNonNull(GraphQLString) }, times: { type: GraphQLInt } },
        resolve: (_, { text }: { text: string }) => text,
      },
      fail: {
        type: GraphQLString,
        args: { how: { type: new GraphQLNonNull(GraphQLString) } },
        resolve: (_, { how }: { how: string }) => {
          throw failures[how]?.() ?? new Error(how);
        },
      },
      never: { type: new GraphQLNonNull(GraphQLString), resolve: () => null },
      held: { type: GraphQLString, resolve: () => gate.pass().then(() => 'released') },
      numbers: { type: new GraphQLList(GraphQLInt), resolve: () => ['no number'] },
    },
  });
  const mutation = new GraphQLObjectType<unknown, Context>({
    name: 'Mutation',
    fields: {
      lag: {
        type: GraphQLString,
        resolve: (_, __, { lagging }) => {
          lagging.value = true;
          return 'accepted';
        },
      },
    },
  });
  const subscription = new GraphQLObjectType<unknown, Context>({
    name: 'Subscription',
    fields: {
      count: {
        type: GraphQLString,
        args: { to: { type: GraphQLInt } },
        async *subscribe(_, { to }: { to: number }, { loaders }) {
          await Promise.resolve();
          for (let number = 1; number <= to; number++) yield { count: `${number} ${String(loaders !== undefined)}` };
        },
      },
      endless: {
        type: GraphQLString,
        async *subscribe() {
          yield { endless: 'first' };
          await gate.pass();
        },
      },
      broken: {
        type: GraphQLString,
        async *subscribe() {
          yield { broken: 'first' };
          await Promise.reject(new Error('secret detail'));
        },
      },
      refused: { type: GraphQLString, subscribe: () => Promise.reject(new ForbiddenError('Only services.')) },
    },
  });
  return new GraphQLSchema({ query, mutation, subscription });
}

const progress: Progress = {
  reached: () => cursorAt(REACHED),
  reachedBy: () => cursorAt(REACHED),
  handled: () => REACHED,
  advances: () => 0,
  waitFor: (cursor) => Promise.resolve(cursor <= cursorAt(REACHED)),
  waitForSearch: (cursor) => Promise.resolve(cursor <= cursorAt(REACHED)),
  waitForViews: (cursor) => Promise.resolve(cursor <= cursorAt(REACHED)),
  onAdvance: () => () => undefined,
};

export interface Api {
  readonly server: Server;
  readonly url: string;
  readonly gate: Gate;
  /** Lines of the log so far. */
  readonly log: readonly Record<string, unknown>[];
  readonly tenantNames: ReadonlyMap<string, string>;
  readonly projections: ProjectionState[];
  token(changes?: Partial<LocalToken>, now?: number): Promise<string>;
  /** Posts an operation as t1's operator. */
  ask(query: string, options?: { variables?: object; headers?: Record<string, string> }): Promise<Answered>;
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: {
    readonly data?: Record<string, unknown> | null;
    readonly errors?: readonly { message: string; extensions: { code: string; correlationId?: string } }[];
    readonly extensions?: Record<string, unknown>;
  };
}

export async function startApi(options: Partial<ServerOptions> = {}): Promise<Api> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  const trusted = { issuer: 'issuer', audience: 'audience' };
  const tenantNames = new Map<string, string>();
  const projections: ProjectionState[] = [];
  const log: Record<string, unknown>[] = [];
  const gate = new Gate();
  const server = await createServer({
    config: { host: '127.0.0.1', port: 0, logLevel: 'info' },
    schema: schemaOf(gate),
    // The schema here asks nothing else of the application.
    app: { queries: { loaders: () => ({}) } } as unknown as Application,
    verifier: createTokenVerifier({ trust: { jwk }, ...trusted }),
    directory: {
      rememberTenant: (id, name) => {
        tenantNames.set(id, name);
        return Promise.resolve();
      },
    },
    events: {
      head: () => Promise.resolve(cursorAt(HEAD)),
      acceptCursor: (text) => {
        if (parseCursorOf(installation, text).position > BigInt(HEAD)) throw new CursorBeyondHeadError();
        return Promise.resolve(text as Cursor);
      },
    },
    readModels: { projections: () => Promise.resolve(projections) },
    progress,
    logTo: new Writable({
      write(line: Buffer, _, done) {
        log.push(JSON.parse(line.toString()) as Record<string, unknown>);
        done();
      },
    }),
    patienceMs: 5_000,
    ...options,
  });
  const url = await server.listen();
  const token: Api['token'] = (changes = {}, now) =>
    issueLocalToken(
      jwk,
      trusted,
      {
        subject: 'zhang',
        name: '张三',
        roles: ['OPERATOR'],
        tenant: { id: 't1', name: '物业一' },
        lifetimeSeconds: 60,
        ...changes,
      },
      now,
    );
  const own = await token();
  return {
    server,
    url,
    gate,
    log,
    tenantNames,
    projections,
    token,
    async ask(query, { variables, headers } = {}) {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${own}`, ...headers },
        body: JSON.stringify({ query, variables }),
      });
      return { status: response.status, headers: response.headers, body: (await response.json()) as Answered['body'] };
    },
  };
}
