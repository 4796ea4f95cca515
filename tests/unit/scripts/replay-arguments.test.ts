import { formatCursor } from '../../../src/event-store/cursor.js';
import { parseReplayArguments } from '../../../scripts/replay/arguments.js';

const CURSOR = formatCursor({ installation: '0'.repeat(16), epoch: 1, position: 7n, subIndex: 0 });
const parse = (...args: string[]): unknown => parseReplayArguments(['--data', '/data', ...args]);

describe('what npm run replay is asked for', () => {
  it('the whole trail, as text in English, unless told', () => {
    expect(parse()).toMatchObject({
      what: 'TRAIL',
      dataDir: '/data',
      format: 'text',
      language: 'en',
      from: null,
      to: null,
      tenant: null,
    });
  });

  it('every facet of the trail, times as the log writes them', () => {
    const facets = ['--account', 'wx1', '--community', 'c1', '--concerning', 't1', '--actor', 's1', '--actor-id', 'p1'];
    const others = ['--command', 'C', '--command-id', 'i1', '--correlation-id', 'r1', '--type', 'CommunityBound'];
    const period = ['--since', '2026-03-01', '--until', '2026-03-01T08:00:00+08:00'];
    expect(
      parse(
        ...facets,
        ...others,
        '--type',
        'CommunityUnbound',
        '--since',
        '2026-02-01',
        '--until',
        '2026-03-01T08:00:00+08:00',
      ),
    ).toMatchObject({
      filter: {
        appId: 'wx1',
        communityId: 'c1',
        tenantId: 't1',
        actorSubject: 's1',
        actorId: 'p1',
        command: 'C',
        commandId: 'i1',
        correlationId: 'r1',
        types: ['CommunityBound', 'CommunityUnbound'],
        from: '2026-02-01T00:00:00.000Z',
        until: '2026-03-01T00:00:00.000Z',
      },
    });
    expect(() => parse(...period)).toThrow('--since must be before --until.');
  });

  it('a state, by time or cursor', () => {
    expect(parse('--at', '2026-03-01T08:00:00+08:00')).toMatchObject({
      what: 'STATE',
      at: { time: '2026-03-01T00:00:00.000Z' },
    });
    expect(parse('--at', CURSOR, '--format', 'ndjson', '--account', 'wx1')).toMatchObject({
      what: 'STATE',
      at: { cursor: CURSOR },
      format: 'ndjson',
      account: 'wx1',
    });
  });

  it('read models, in a folder', () => {
    expect(parse('--into', 'embedded:/tmp/made')).toEqual({
      what: 'READ_MODELS',
      dataDir: '/data',
      eventStore: { engine: 'embedded' },
      into: '/tmp/made',
    });
  });

  it('help', () => {
    expect(parse('--help', '--at', 'whenever')).toBe('HELP');
  });

  it.each([
    [['--into', 'mongodb://localhost'], '--into is embedded:PATH'],
    [['--into', 'embedded:'], '--into is embedded:PATH'],
    [['--into', '/tmp/made'], '--into is embedded:PATH'],
    [['--into', 'embedded:/tmp/made', '--from', CURSOR], '--from says nothing with --into'],
    [['--into', 'embedded:/tmp/made', '--at', CURSOR], '--at says nothing with --into'],
    [['--at', CURSOR, '--type', 'CommunityBound'], '--type says nothing with --at'],
    [['--at', 'yesterday'], '--at is a moment in ISO 8601'],
    [['--at', ''], '--at is a moment in ISO 8601'],
    [['--from', '7'], '--from is a cursor'],
    [['--to', ''], '--to is a cursor'],
    [['--format', 'csv'], '--format is text or ndjson'],
    [['--language', 'fr'], '--language is en or zh'],
    [['--language', 'zh', '--format', 'ndjson'], '--language is for --format text'],
    [['--tenant', 'T 1'], '--tenant is a tenant'],
    [['--concerning', 'T 1'], '--concerning is a tenant'],
    [['--type', 'Nothing'], 'There is no event "Nothing". There are: CommunityRegistered'],
    [['--since', 'x'], '--since is a moment'],
    [['--account', ''], 'filter.appId must have 1 to'],
    [['--nonsense'], "Unknown option '--nonsense'"],
    [['loose'], 'loose'],
  ])('%j makes no sense, and the message says why', (args, why) => {
    expect(() => parse(...args)).toThrow(why);
  });
});
