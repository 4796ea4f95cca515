import { personStream } from '../../../../src/domain/person/person-stream.js';
import { decideRecordForgetting } from '../../../../src/domain/person/record-forgetting.js';
import { given, THEN } from '../specification.js';

describe('somebody was erased in the directory', () => {
  const decide = (person = personStream.initial) => decideRecordForgetting({ person, personId: 'p_1' });

  it('stands in a stream of its own, by the random id and nothing else; it concerns no tenant', () => {
    const [written] = given()
      .when(() => decide())
      .then(['PersonForgotten']);
    expect(written).toEqual({
      stream: 'person-p_1',
      tenant: '',
      event: { type: 'PersonForgotten', data: { personId: 'p_1' } },
    });
  });

  it('stands there once', () => {
    const event = { type: 'PersonForgotten', data: { personId: 'p_1' } } as const;
    const forgotten = personStream.evolve(personStream.initial, { event, occurredAt: THEN });
    given()
      .when(() => decide(forgotten))
      .thenUnchanged();
  });
});
