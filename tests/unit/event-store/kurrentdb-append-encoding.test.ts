import { randomUUID } from 'node:crypto';
import { jsonEvent, KurrentDBClient, STREAM_STATE } from '@kurrent/kurrentdb-client';
import type { AppendRecordInput, ConsistencyCheck } from '@kurrent/kurrentdb-client';
import {
  AppendRecordsRequest,
  AppendRecordsResponse,
  StreamRevision,
} from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v2/streams/streams_pb';
import fc from 'fast-check';
import { decodePosition, encodeRequest } from '../../../src/event-store/kurrentdb/append-encoding.js';
import { insideOf } from '../../../src/event-store/kurrentdb/inside.js';

const character = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 });
const record: fc.Arbitrary<AppendRecordInput> = fc
  .record({
    streamName: character,
    type: character,
    data: fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()),
    metadata: fc.option(fc.dictionary(character, fc.string({ unit: 'grapheme' })), { nil: undefined }),
  })
  .map(({ streamName, type, data, metadata }) => ({
    streamName,
    record: jsonEvent({ id: randomUUID(), type, data: data as Record<string, string>, metadata }),
  }));
const check: fc.Arbitrary<ConsistencyCheck> = fc.record({
  type: fc.constant(STREAM_STATE),
  streamName: character,
  expectedState: fc.oneof(
    fc.constantFrom('any' as const, 'no_stream' as const, 'stream_exists' as const),
    fc.bigInt({ min: 0n, max: BigInt(Number.MAX_SAFE_INTEGER) }),
  ),
});

/** What the client would have sent. */
async function asTheClientEncodes(
  records: readonly AppendRecordInput[],
  checks: readonly ConsistencyCheck[],
): Promise<AppendRecordsRequest> {
  const client = KurrentDBClient.connectionString('kurrentdb://127.0.0.1:1?tls=false');
  let sent: AppendRecordsRequest | undefined;
  const service = {
    appendRecords: (given: AppendRecordsRequest, ...rest: unknown[]) => {
      sent = given;
      const done = rest.at(-1) as (error: Error | null, answer: AppendRecordsResponse) => void;
      done(null, new AppendRecordsResponse());
    },
  };
  const everything = { supports: () => true };
  insideOf(client).execute = (_, name, request) =>
    name === 'appendRecords' ? request(service as never) : Promise.resolve(everything as never);
  await client.appendRecords([...records], [...checks]);
  await client.dispose();
  if (sent === undefined) throw new Error('Nothing was sent.');
  return sent;
}

/** Without the order of metadata, which says nothing. */
const meaning = (request: AppendRecordsRequest) => {
  const { recordsList, checksList } = request.toObject();
  return {
    checksList,
    recordsList: recordsList.map(({ propertiesMap, ...rest }) => ({ ...rest, properties: new Map(propertiesMap) })),
  };
};

describe('an append to a KurrentDB, encoded here', () => {
  it('says what the client would have said', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(record, { maxLength: 5 }),
        fc.array(check, { maxLength: 5 }),
        async (records, checks) => {
          const ours = AppendRecordsRequest.deserializeBinary(encodeRequest(records, checks));
          expect(meaning(ours)).toEqual(meaning(await asTheClientEncodes(records, checks)));
        },
      ),
    );
  });

  it('keeps every other character where a text holds half of one', () => {
    for (const text of ['a\ud800b', `${'long '.repeat(20)}\udc00`]) {
      const broken = {
        streamName: 's',
        record: jsonEvent({ id: randomUUID(), type: 'T', data: {}, metadata: { text } }),
      };
      const [sent] = AppendRecordsRequest.deserializeBinary(encodeRequest([broken], [])).getRecordsList();
      expect(sent?.getPropertiesMap().get('text')?.getStringValue()).toBe(text.toWellFormed());
    }
  });

  it.each(['0', '1', '63', '64', '9007199254740993', '9223372036854775807'])(
    'is answered with a position: %s',
    (said) => {
      const answer = new AppendRecordsResponse();
      const revision = new StreamRevision();
      revision.setStream('stream');
      revision.setRevision('7');
      answer.addRevisions(revision);
      answer.setPosition(said);
      expect(decodePosition(answer.serializeBinary())).toBe(BigInt(said));
    },
  );
});
