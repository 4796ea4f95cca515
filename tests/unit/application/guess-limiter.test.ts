import { GuessLimiter } from '../../../src/application/share-codes/guess-limiter.js';

const limiter = () => {
  const time = { now: 1_000_000 };
  const guesses = new GuessLimiter(() => time.now);
  const guess = (times: number, tenant = 'a') => {
    for (let count = 0; count < times; count += 1) guesses.recordUnknown(tenant);
  };
  return { time, guesses, guess };
};

describe('R13: guessing share codes', () => {
  it('nine unknown codes within a minute are borne, the tenth is followed by a wait', () => {
    const { guesses, guess } = limiter();
    guess(9);
    expect(guesses.retryAfterSeconds('a')).toBe(0);
    guess(1);
    expect(guesses.retryAfterSeconds('a')).toBe(60);
  });

  it('codes that were tried more than a minute ago do not count', () => {
    const { time, guesses, guess } = limiter();
    guess(9);
    time.now += 60_000;
    guess(9);
    expect(guesses.retryAfterSeconds('a')).toBe(0);
  });

  it('the wait doubles up to an hour', () => {
    const { time, guesses, guess } = limiter();
    const waits: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      guess(10);
      const wait = guesses.retryAfterSeconds('a');
      waits.push(wait);
      time.now += wait * 1_000;
    }
    expect(waits).toEqual([60, 120, 240, 480, 960, 1_920, 3_600, 3_600]);
  });

  it('one tenant does not slow another', () => {
    const { guesses, guess } = limiter();
    guess(10, 'a');
    expect(guesses.retryAfterSeconds('b')).toBe(0);
  });

  it('whoever behaves starts afresh', () => {
    const { time, guesses, guess } = limiter();
    guess(10);
    time.now += 60_000 + 2 * 60_000;
    guess(10);
    expect(guesses.retryAfterSeconds('a')).toBe(60);
  });
});
