import type { Audience } from '../../src/application/trail/audience.js';
import type { localTokens } from '../support/local-tokens.js';
import type { Asked } from './trail-searches.js';

export type Order = 'NEWEST_FIRST' | 'OLDEST_FIRST';

export interface Answered {
  /** From the request to the whole answer. */
  readonly milliseconds: number;
  readonly found: number;
}

/** What somebody looks at who searches: sentences, names and facts. */
const DOCUMENT = `query Search($filter: AuditFilter, $order: SortOrder!) {
  auditTrail(filter: $filter, order: $order, first: 20) {
    nodes {
      id cursor type occurredAt summary data command commandId correlationId
      actor { kind id name tenant { id name } }
      tenant { id name }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

interface Body {
  readonly data?: { readonly auditTrail: { readonly nodes: readonly unknown[] } };
}

/** Asks a server for first pages of its trail, as an auditor or as a tenant's viewer. */
export class Searcher {
  readonly #tokens = new Map<string, string>();

  constructor(
    private readonly url: string,
    private readonly tokenFor: Awaited<ReturnType<typeof localTokens>>,
  ) {}

  /** @throws when the server does not tell of the trail */
  async search({ audience, filter }: Asked, order: Order): Promise<Answered> {
    const authorization = `Bearer ${await this.#token(audience)}`;
    const body = JSON.stringify({ query: DOCUMENT, variables: { filter, order } });
    const begin = performance.now();
    const headers = { 'content-type': 'application/json', authorization };
    const answer = await fetch(this.url, { method: 'POST', headers, body });
    const text = await answer.text();
    const milliseconds = performance.now() - begin;
    const { data } = JSON.parse(text) as Body;
    if (data === undefined || text.includes('"errors"')) throw new Error(`Unexpected answer: ${text.slice(0, 500)}`);
    return { milliseconds, found: data.auditTrail.nodes.length };
  }

  async #token(audience: Audience): Promise<string> {
    const key = audience === 'ALL' ? '' : audience.tenant;
    const known = this.#tokens.get(key);
    if (known !== undefined) return known;
    const token = await this.tokenFor(
      audience === 'ALL'
        ? { subject: 'auditor', roles: ['AUDITOR'], tenant: null }
        : { subject: `viewer-${audience.tenant}`, roles: ['VIEWER'], tenant: { id: audience.tenant, name: null } },
    );
    this.#tokens.set(key, token);
    return token;
  }
}
