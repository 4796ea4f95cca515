import { appendingContract } from './appending.js';
import { checkingContract } from './checking.js';
import { concurrencyContract } from './concurrency.js';
import { cursorsContract } from './cursors.js';
import type { EventStoreHarness, LogUnderTest } from './harness.js';
import { idempotencyContract } from './idempotency.js';
import { interventionsContract } from './interventions.js';
import { killedClientContract } from './killed-client.js';
import { letterCaseContract } from './letter-case.js';
import { modelContract } from './model.js';
import { readingContract } from './reading.js';
import { sizesContract } from './sizes.js';
import { subscribingContract } from './subscribing.js';
import { twoClientsContract } from './two-clients.js';

/** The specification of the event store port. Every adapter passes all of it. */
export function eventStoreContract(name: string, harness: EventStoreHarness): void {
  describe(`event store: ${name}`, () => {
    describe('against a log of its own', () => {
      let opened: LogUnderTest;
      const log = (): LogUnderTest => opened;
      beforeEach(async () => {
        opened = await harness.open();
      });
      afterEach(() => opened.cleanup());

      describe('appending', () => appendingContract(log));
      describe('checking', () => checkingContract(log));
      describe('one command, one effect', () => idempotencyContract(log));
      describe('concurrency', () => concurrencyContract(log));
      describe('reading', () => readingContract(log));
      describe('subscribing', () => subscribingContract(log));
      describe('cursors', () => cursorsContract(log));
      describe('two clients at once', () => twoClientsContract(log));
      describe('a client that is killed', () => killedClientContract(log));
      describe('letters in capitals', () => letterCaseContract(log));
      describe('sizes', () => sizesContract(log, harness.tooLarge));
      const whereStreamsChange = harness.hasOperator ? describe : describe.skip;
      whereStreamsChange(`streams changed by an operator${harness.hasOperator ? '' : ': not in this engine'}`, () =>
        interventionsContract(log),
      );
    });
    describe('against a model', () => modelContract(harness));
  });
}
