import { formatCursor, parseCursor } from '../../../src/event-store/cursor.js';
import { headOf } from '../../support/log.js';
import { officerOf, partyOf, type Party } from '../../support/party.js';
import { codesTold, openSocket, type Socket } from '../../support/socket.js';
import { startTestSystem, type TestSystem } from '../../support/test-system.js';
import { post, type WireAnswer } from '../../support/wire.js';
import { expectLanguage, expectRefused, LANGUAGES } from './clear.js';

/** Each list, as `ARGS` of a page go into it. */
const LISTS: Readonly<Record<string, string>> = {
  accounts: '{ accounts(ARGS) { nodes { id } } }',
  bindings: '{ accounts(first: 1) { nodes { bindings(ARGS) { nodes { id } } } } }',
  sharings: '{ accounts(first: 1) { nodes { sharings(ARGS) { nodes { id } } } } }',
  shareCodes: '{ accounts(first: 1) { nodes { shareCodes(ARGS) { nodes { id } } } } }',
  communities: '{ communities(ARGS) { nodes { id } } }',
  auditTrail: '{ auditTrail(ARGS) { nodes { id } } }',
};

const FEEDS: Readonly<Record<string, string>> = {
  bindingChanges: 'subscription { bindingChanges(ARGS) { __typename } }',
  accountChanges: 'subscription { accountChanges(ARGS) { __typename } }',
  auditTrail: 'subscription { auditTrail(ARGS) { __typename } }',
};

const text = (value: string): string => JSON.stringify(value);
const listOf = (count: number): string => JSON.stringify(Array.from({ length: count }, (_, index) => `id-${index}`));

describe('arguments of queries and feeds that are out of bounds', () => {
  let system: TestSystem;
  let owner: Party;
  const sockets = new Map<string, Socket>();
  /** By name: texts that are cursors elsewhere, or nowhere. */
  const cursors = new Map<string, string>();

  beforeAll(async () => {
    system = await startTestSystem();
    owner = await partyOf(system);
    const appId = await system.authorize(owner);
    await owner.register('一', '二');
    await owner.codes(appId, 2);
    for (const language of LANGUAGES) sockets.set(language, await openSocket(system.url, owner.token, language));

    const head = await headOf(system);
    const parts = parseCursor(head);
    const { communities } = await owner.query<{ communities: { pageInfo: { endCursor: string } } }>(
      '{ communities(first: 1) { pageInfo { endCursor } } }',
    );
    const page = communities.pageInfo.endCursor;
    cursors.set('a feed cursor', head);
    cursors.set('a page cursor', page);
    cursors.set('a page cursor with another row', page.slice(0, -4) + 'AAAA');
    cursors.set('a page cursor of another list', `p1_${'x'.repeat(12)}${page.slice(15)}`);
    cursors.set('of another installation', formatCursor({ ...parts, installation: 'f'.repeat(16) }));
    cursors.set('beyond the head', formatCursor({ ...parts, position: parts.position + 1n }));
    cursors.set('of an epoch to come', formatCursor({ ...parts, epoch: parts.epoch + 1 }));
    cursors.set('of a version to come', `02${head.slice(2)}`);
    cursors.set('cut', head.slice(0, -1));
    cursors.set('in capitals', head.toUpperCase().replace(/^01/, '0A'));
  });
  afterAll(async () => {
    for (const socket of sockets.values()) await socket.close();
    await system.close();
  });

  const cursorCalled = (name: string): string => cursors.get(name) ?? name;
  const ask = (query: string, language = 'en', headers: Record<string, string> = {}): Promise<WireAnswer> =>
    post(system.url, { query }, { token: owner.token, headers: { 'accept-language': language, ...headers } });

  function expectRefusedIn(language: (typeof LANGUAGES)[number], answer: WireAnswer, mistake = /./): void {
    expectRefused(answer);
    const messages = (answer.body?.errors ?? []).map(({ message }) => message).join(' ');
    expectLanguage(messages, language);
    expect(messages).toMatch(mistake);
  }

  describe.each(LANGUAGES)('pages (%s)', (language) => {
    const pages: readonly (readonly [what: string, args: string, mistake: RegExp])[] = [
      ['first 0', 'first: 0', /first/],
      ['first 101', 'first: 101', /first/],
      ['first -1', 'first: -1', /first/],
      ['last 0', 'last: 0', /last/],
      ['last 101', 'last: 101', /last/],
      ['first and last', 'first: 1, last: 1', /first.*last/],
      ['first and last and a forged cursor', 'first: 0, last: 101, after: "x"', /first.*last.*after/],
    ];
    for (const [list, query] of Object.entries(LISTS)) {
      it.each(pages)(`${list}: %s`, async (_, args, mistake) => {
        expectRefusedIn(language, await ask(query.replace('ARGS', args), language), mistake);
      });
    }

    const forged = ['x', '', '0', 'p1_', 'p2_abc', 'cDFf', '💥', 'a feed cursor', 'a page cursor of another list'];
    for (const [list, query] of Object.entries(LISTS)) {
      it(`${list}: cursors that are none, or of elsewhere`, async () => {
        for (const name of [...forged, ...(list === 'communities' ? [] : ['a page cursor'])]) {
          for (const argument of ['after', 'before']) {
            const args = `${argument}: ${text(cursorCalled(name))}`;
            expectRefusedIn(language, await ask(query.replace('ARGS', args), language), new RegExp(argument));
          }
        }
      });
    }
  });

  it('a page cursor whose row is gone, or never was, is a place in the list all the same', async () => {
    const forged = cursorCalled('a page cursor with another row');
    const answer = await ask(`{ communities(after: ${text(forged)}) { nodes { id } } }`);
    expect([200, 400]).toContain(answer.status);
    expect(answer.text).not.toContain('INTERNAL_SERVER_ERROR');
  });

  describe.each(LANGUAGES)('filters (%s)', (language) => {
    it.each([
      ['an empty search', 'communities(filter: { search: "" }) { totalCount }', /search/],
      ['a search of 51 characters', `communities(filter: { search: "${'x'.repeat(51)}" }) { totalCount }`, /search/],
      ['a search with a null character', 'communities(filter: { search: "a\\u0000" }) { totalCount }', /search/],
      ['no ids', 'communities(filter: { ids: [] }) { totalCount }', /ids/],
      ['1,001 ids', `communities(filter: { ids: ${listOf(1_001)} }) { totalCount }`, /ids/],
      ['an id twice', 'communities(filter: { ids: ["a", "a"] }) { totalCount }', /ids/],
      ['no external ids', 'communities(filter: { externalIds: [] }) { totalCount }', /externalIds/],
      ['an external id twice', 'communities(filter: { externalIds: ["a", "a"] }) { totalCount }', /externalIds/],
      ['an appId of 129 characters', `communities(filter: { appId: "${'x'.repeat(129)}" }) { totalCount }`, /appId/],
      ['an empty tenantId', 'communities(filter: { tenantId: "" }) { totalCount }', /tenantId/],
      ['an empty search of accounts', 'accounts(filter: { search: "" }) { totalCount }', /search/],
      [
        'a search of bindings of 51 characters',
        `accounts(first: 1) { nodes { bindings(filter: { search: "${'x'.repeat(51)}" }) { totalCount } } }`,
        /search/,
      ],
      ['no types', 'auditTrail(filter: { types: [] }) { nodes { id } }', /types/],
      ['1,001 types', `auditTrail(filter: { types: ${listOf(1_001)} }) { nodes { id } }`, /types/],
      ['a type twice', 'auditTrail(filter: { types: ["A", "A"] }) { nodes { id } }', /types/],
      ['an empty correlation id', 'auditTrail(filter: { correlationId: "" }) { nodes { id } }', /correlationId/],
      [
        'a period that ends before it begins',
        'auditTrail(filter: { from: "2026-03-02T00:00:00.000Z", until: "2026-03-01T00:00:00.000Z" }) { nodes { id } }',
        /from.*until/,
      ],
      [
        'a period of no length',
        'auditTrail(filter: { from: "2026-03-01T00:00:00.000Z", until: "2026-03-01T00:00:00.000Z" }) { nodes { id } }',
        /from.*until/,
      ],
    ])('%s', async (_, query, mistake) => {
      // A list of 1,001 does not fit into a document: it comes as a variable.
      const list = /(ids|types): (\[.{5000,}\])/.exec(query);
      const answer = list
        ? await post(
            system.url,
            {
              query: `query ($list: [${list[1] === 'ids' ? 'ID' : 'String'}!]) { ${query.replace(list[2] ?? '', '$list')} }`,
              variables: { list: JSON.parse(list[2] ?? '[]') as unknown },
            },
            { token: owner.token, headers: { 'accept-language': language } },
          )
        : await ask(`{ ${query} }`, language);
      expectRefusedIn(language, answer, mistake);
    });
  });

  describe('times that do not exist', () => {
    it.each([
      '2026-02-30T00:00:00.000Z',
      '2025-02-29T00:00:00.000Z',
      '2026-13-01T00:00:00.000Z',
      '2026-04-31T00:00:00.000Z',
      '2026-01-01T24:00:01.000Z',
      '2026-01-01T23:60:00.000Z',
      '2026-01-01T23:59:60.000Z',
      '2026-01-01',
      'yesterday',
      '',
      '0',
      '1767225600000',
      '275760-09-13T00:00:00.001Z',
    ])('%s', async (time) => {
      for (const facet of ['from', 'until']) {
        const literal = `{ auditTrail(filter: { ${facet}: ${text(time)} }) { nodes { id } } }`;
        expectRefused(await ask(literal));
        const variable = `query ($time: DateTime) { auditTrail(filter: { ${facet}: $time }) { nodes { id } } }`;
        expectRefused(await post(system.url, { query: variable, variables: { time } }, { token: owner.token }));
      }
    });

    it('a number, a flag, an object', async () => {
      for (const time of [1_767_225_600_000, true, {}, []]) {
        const query = 'query ($time: DateTime) { auditTrail(filter: { from: $time }) { nodes { id } } }';
        expectRefused(await post(system.url, { query, variables: { time } }, { token: owner.token }));
      }
    });
  });

  describe.each(LANGUAGES)('feeds (%s)', (language) => {
    const told = (query: string) => sockets.get(language)?.run({ query }, () => true) ?? Promise.reject(new Error());
    async function expectFeedRefused(query: string, mistake: RegExp): Promise<void> {
      const answer = await told(query);
      expect(codesTold(answer)).toEqual(['BAD_USER_INPUT']);
      const [message] = [...(answer.errors ?? []), ...answer.messages.flatMap(({ errors = [] }) => errors)];
      expect(message?.message).toMatch(mistake);
      expectLanguage(message?.message ?? '', language);
    }

    const afters = [
      'x',
      '',
      '1',
      '-1',
      'a page cursor',
      'of another installation',
      'beyond the head',
      'of an epoch to come',
      'of a version to come',
      'cut',
      'in capitals',
    ];
    for (const [feed, query] of Object.entries(FEEDS)) {
      it.each(afters)(`${feed} after a cursor %s`, async (name) => {
        await expectFeedRefused(query.replace('ARGS', `after: ${text(cursorCalled(name))}`), /after/);
      });
    }
    it.each([
      ['no communities', 'bindingChanges', 'communityIds: []', /communityIds/],
      ['a community twice', 'bindingChanges', 'communityIds: ["a", "a"]', /communityIds/],
      ['an empty appId', 'bindingChanges', 'appId: ""', /appId/],
      ['an appId of 129 characters', 'accountChanges', `appId: "${'x'.repeat(129)}"`, /appId/],
      ['no types', 'auditTrail', 'filter: { types: [] }', /types/],
      ['a wrong filter and a forged cursor', 'auditTrail', 'after: "x", filter: { types: [] }', /types.*after/],
    ])('%s', async (_, feed, args, mistake) => {
      await expectFeedRefused((FEEDS[feed] ?? '').replace('ARGS', args), mistake);
    });
  });

  it('a cursor of another installation and one beyond the head are told apart', async () => {
    const messageOf = async (name: string): Promise<string> => {
      const answer = await ask('{ viewer { subject } }', 'en', { 'x-after-cursor': cursorCalled(name) });
      expectRefused(answer);
      return answer.body?.errors?.[0]?.message ?? '';
    };
    expect(await messageOf('of another installation')).toMatch(/another installation/);
    expect(await messageOf('beyond the head')).toMatch(/beyond/);
    for (const name of ['x', 'a page cursor', 'cut']) expect(await messageOf(name)).toMatch(/cursor/);
  });

  it('an auditor’s lists are checked like others', async () => {
    const auditor = await officerOf(system, 'AUDITOR');
    for (const query of Object.values(LISTS)) {
      const answer = await post(system.url, { query: query.replace('ARGS', 'first: 0') }, { token: auditor.token });
      expectRefused(answer);
    }
  });
});
