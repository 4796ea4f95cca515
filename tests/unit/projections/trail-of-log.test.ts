import fc from 'fast-check';
import { trail } from '../../../projections/index.js';
import { TrailOfLog } from '../../../projections/trail/of-log.js';
import { UnknownEventError } from '../../../src/domain/unknown-event.js';
import { happen } from './happenings.js';
import { MemoryLog } from './memory-log.js';
import { projected } from './projected.js';
import { Story } from './story.js';

const choices = fc.array(fc.nat({ max: 100_000 }), { minLength: 1, maxLength: 60 });

describe('the trail told from the log alone', () => {
  it('says of each event what the read model says of it', () => {
    fc.assert(
      fc.property(choices, (numbers) => {
        const { events } = new Story(new MemoryLog()).go(numbers).log;
        const documents = projected(trail, events);
        const told = new TrailOfLog();
        for (const event of events) expect(told.entry(event)).toEqual(documents.get(event.id));
      }),
    );
  });

  it('wherever it begins, when only what it needs has passed before', () => {
    fc.assert(
      fc.property(choices, fc.nat({ max: 60 }), (numbers, at) => {
        const { events } = new Story(new MemoryLog()).go(numbers).log;
        const documents = projected(trail, events);
        const told = new TrailOfLog();
        for (const event of events.slice(0, at)) if (TrailOfLog.needed.includes(event.type)) told.entry(event);
        for (const event of events.slice(at)) expect(told.entry(event)).toEqual(documents.get(event.id));
      }),
    );
  });

  it('stops at an event that this version does not know', () => {
    const event = { ...happen(new MemoryLog(), 'CommunityRegistered'), type: 'CommunityVanished' };
    expect(() => new TrailOfLog().entry(event)).toThrow(UnknownEventError);
  });
});
