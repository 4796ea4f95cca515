import type { EventToWrite } from '../../../src/domain/event.js';
import type { Refusal } from '../../../src/domain/refusal.js';
import { decideCancelShareCodes } from '../../../src/domain/share-code/cancel-share-codes.js';
import { decideGenerateShareCodes } from '../../../src/domain/share-code/generate-share-codes.js';
import { decideRedeemShareCode } from '../../../src/domain/share-code/redeem-share-code.js';
import { shareCodeLabel } from '../../../src/domain/values/share-code.js';
import { eventsOf, given, refusalCode, World } from './specification.js';
import * as story from './stories.js';

const { APP, DIGEST, LABEL, NOON, ONE_O_CLOCK, OTHER_APP, OWNER, RECIPIENT, SHARING, STRANGER, TWO_O_CLOCK } = story;

const digest = (first: string) => first.padEnd(64, '0');

describe('R8, R10: the owner generates codes', () => {
  const generate = (tenantId: string) => (world: World) =>
    decideGenerateShareCodes({
      account: world.account(APP),
      tenantId,
      codes: [
        { digest: digest('a1'), secretVersion: 3 },
        { digest: digest('b2'), secretVersion: 3 },
      ],
      now: NOON,
    });

  it('each in a stream of its own, dead 24 hours later', () => {
    const expiresAt = '2026-11-02T12:00:00.000Z';
    const events = given(story.authorized())
      .when(generate(OWNER))
      .then(
        ['ShareCodeGenerated', { label: 'a100000000', tenure: 1, expiresAt, batch: { index: 0, size: 2 } }],
        ['ShareCodeGenerated', { label: 'b200000000', secretVersion: 3, expiresAt, batch: { index: 1, size: 2 } }],
      );
    expect(events.map(({ stream }) => stream)).toEqual([`sharecode-${digest('a1')}`, `sharecode-${digest('b2')}`]);
  });

  it('and nobody else does, nor is it possible while the account is deauthorized (R6)', () => {
    given(story.authorized(), story.shared()).when(generate(RECIPIENT)).thenRefused({ code: 'NOT_ACCOUNT_OWNER' });
    given(story.authorized()).when(generate(STRANGER)).thenRefused({ code: 'ACCOUNT_NOT_FOUND' });
    given(story.authorized(), story.deauthorized())
      .when(generate(OWNER))
      .thenRefused({ code: 'ACCOUNT_NOT_AUTHORIZED', since: NOON });
  });
});

const redeem =
  (tenantId: string, now = ONE_O_CLOCK) =>
  (world: World) =>
    decideRedeemShareCode({
      shareCode: world.shareCode(DIGEST),
      account: world.account(APP),
      tenantId,
      sharingId: `${APP}.s2`,
      now,
    });
const offered = [...story.authorized(), ...story.issued()];

describe('R9, R14: a code serves one tenant, once', () => {
  it('and makes a sharing, in one step with its own end', () => {
    const events = given(offered)
      .when(redeem(RECIPIENT))
      .then(
        ['ShareCodeRedeemed', { recipient: RECIPIENT, sharingId: `${APP}.s2` }],
        ['SharingStarted', { recipient: RECIPIENT, sharingId: `${APP}.s2`, label: LABEL }],
      );
    expect(events.map(({ tenant }) => tenant)).toEqual([OWNER, RECIPIENT]);
  });

  it('dead at that instant for every other tenant', () => {
    const world = new World().write(offered);
    world.write(eventsOf(redeem(RECIPIENT)(world)));
    const refused = Array.from({ length: 10 }, (_, index) => refusalCode(redeem(`other-${index}`)(world)));
    expect(new Set(refused)).toEqual(new Set(['SHARE_CODE_ALREADY_USED']));
  });

  it('R23: after a sharing has ended a new code makes a new one', () => {
    given(offered, story.shared(), story.ended())
      .when(redeem(RECIPIENT))
      .then(['ShareCodeRedeemed'], ['SharingStarted', { sharingId: `${APP}.s2` }]);
  });
});

describe('R10: an unused code dies at its expiry', () => {
  it.each([
    ['a millisecond before', '2026-11-01T13:59:59.999Z', 'ACCEPTED'],
    ['at that moment', TWO_O_CLOCK, 'SHARE_CODE_EXPIRED'],
    ['later', '2026-11-01T14:00:00.001Z', 'SHARE_CODE_EXPIRED'],
  ])('%s', (_, now, expected) => {
    expect(refusalCode(redeem(RECIPIENT, now)(new World().write(offered)))).toBe(expected);
  });
});

describe('R11: refusals in their order, the first that holds', () => {
  // Each line holds whatever the lines below it hold as well. The first of all, mistyped, has no digest and never comes here.
  const LATE = '2026-11-03T00:00:00.000Z';
  const table: [string, readonly EventToWrite[], string, string, Refusal][] = [
    ['unknown', story.authorized(), RECIPIENT, LATE, { code: 'SHARE_CODE_UNKNOWN' }],
    [
      'already shared with you, by this very code',
      [...offered, ...story.redeemed(), ...story.shared(), ...story.deauthorized()],
      RECIPIENT,
      LATE,
      { code: 'ALREADY_SHARED', sharingId: SHARING },
    ],
    [
      'already shared with you, by another code, and this one cancelled',
      [...offered, ...story.shared(), ...story.cancelledCode(), ...story.deauthorized()],
      RECIPIENT,
      LATE,
      { code: 'ALREADY_SHARED', sharingId: SHARING },
    ],
    [
      'already used by another, even for its owner',
      [...offered, ...story.redeemed(), ...story.shared(), ...story.deauthorized()],
      OWNER,
      LATE,
      { code: 'SHARE_CODE_ALREADY_USED', byViewer: false },
    ],
    [
      'already used by you, the sharing being over',
      [...offered, ...story.redeemed(), ...story.shared(), ...story.ended()],
      RECIPIENT,
      LATE,
      { code: 'SHARE_CODE_ALREADY_USED', byViewer: true },
    ],
    [
      'used in an earlier tenure',
      [...offered, ...story.redeemed(), ...story.released()],
      STRANGER,
      LATE,
      { code: 'SHARE_CODE_ALREADY_USED', byViewer: false },
    ],
    [
      'cancelled',
      [...offered, ...story.cancelledCode(), ...story.deauthorized()],
      OWNER,
      LATE,
      { code: 'SHARE_CODE_CANCELLED' },
    ],
    ['R7: of a released account', [...offered, ...story.released()], OWNER, LATE, { code: 'SHARE_CODE_CANCELLED' }],
    [
      'R7: of an earlier tenure of the same owner',
      [...offered, ...story.released(), ...story.authorized({ tenure: 2, grant: 2 })],
      RECIPIENT,
      ONE_O_CLOCK,
      { code: 'SHARE_CODE_CANCELLED' },
    ],
    [
      'expired',
      [...offered, ...story.deauthorized()],
      OWNER,
      LATE,
      { code: 'SHARE_CODE_EXPIRED', expiredAt: TWO_O_CLOCK },
    ],
    ['own account', [...offered, ...story.deauthorized()], OWNER, ONE_O_CLOCK, { code: 'OWN_ACCOUNT', appId: APP }],
    [
      'account not authorized now',
      [...offered, ...story.deauthorized()],
      RECIPIENT,
      ONE_O_CLOCK,
      { code: 'ACCOUNT_NOT_AUTHORIZED', since: null },
    ],
  ];

  it.each(table)('%s', (_, events, tenantId, now, refusal) => {
    given(events).when(redeem(tenantId, now)).thenRefused(refusal);
  });

  it('never spends the code', () => {
    const world = new World().write([...offered, ...story.deauthorized()]);
    expect(refusalCode(redeem(RECIPIENT)(world))).toBe('ACCOUNT_NOT_AUTHORIZED');
    expect(world.shareCode(DIGEST).status).toBe('OPEN');
  });
});

describe('R12: the owner cancels open codes by their labels', () => {
  const SECOND = digest('5ec0');
  const cancel =
    (tenantId: string, labels: readonly string[], now = ONE_O_CLOCK) =>
    (world: World) =>
      decideCancelShareCodes({
        account: world.account(APP),
        shareCodes: new Map(
          [DIGEST, SECOND, digest('07e4')].map((known) => [shareCodeLabel(known), world.shareCode(known)]),
        ),
        tenantId,
        labels,
        now,
      });
  const two = [...offered, ...story.issued(SECOND)];
  const both = [LABEL, shareCodeLabel(SECOND)];

  it('all that are named', () => {
    given(two)
      .when(cancel(OWNER, both))
      .then(
        ['ShareCodeCancelled', { label: LABEL, batch: { index: 0, size: 2 } }],
        ['ShareCodeCancelled', { digest: SECOND, batch: { index: 1, size: 2 } }],
      );
  });

  it('also while the account is deauthorized (R6)', () => {
    given(two, story.deauthorized())
      .when(cancel(OWNER, [LABEL]))
      .then(['ShareCodeCancelled']);
  });

  const laterTenure = [...offered, ...story.released(), ...story.authorized({ tenure: 2 })];
  const elsewhere = story.issued(DIGEST, TWO_O_CLOCK, { appId: OTHER_APP });
  it.each([
    { fault: 'unknown', events: story.authorized() },
    { fault: 'used', events: [...offered, ...story.redeemed()] },
    { fault: 'cancelled', events: [...offered, ...story.cancelledCode()] },
    { fault: 'expired', events: offered, now: TWO_O_CLOCK },
    { fault: 'of an earlier tenure', events: laterTenure, tenure: 2 },
    { fault: 'of another account', events: [...story.authorized(), ...elsewhere] },
  ])('none when one is $fault, which is named', ({ events, now = ONE_O_CLOCK, tenure = 1 }) => {
    given(events, story.issued(SECOND, '2026-11-09T00:00:00.000Z', { tenure }))
      .when(cancel(OWNER, both, now))
      .thenRefused({ code: 'SHARE_CODES_NOT_OPEN', labels: [LABEL] });
  });

  it('none when a label names nothing at all', () => {
    given(two)
      .when(cancel(OWNER, ['nothing', LABEL]))
      .thenRefused({ code: 'SHARE_CODES_NOT_OPEN', labels: ['nothing'] });
  });

  it('and nobody else does', () => {
    given(two, story.shared()).when(cancel(RECIPIENT, both)).thenRefused({ code: 'NOT_ACCOUNT_OWNER' });
    given(two).when(cancel(STRANGER, both)).thenRefused({ code: 'ACCOUNT_NOT_FOUND' });
  });
});
