import { accountStream } from '../../../src/domain/account/account-stream.js';
import { authorizationStream } from '../../../src/domain/authorization/authorization-stream.js';
import type { DomainEvent } from '../../../src/domain/event.js';
import { InconsistentStreamError } from '../../../src/domain/inconsistent-stream.js';
import { menuStream } from '../../../src/domain/menu/menu-stream.js';
import { accessTokenStream } from '../../../src/domain/access-token/access-token-stream.js';
import { personStream } from '../../../src/domain/person/person-stream.js';
import { reconciliationStream } from '../../../src/domain/reconciliation/reconciliation-stream.js';
import { repliesStream } from '../../../src/domain/replies/replies-stream.js';
import { shareCodeStream } from '../../../src/domain/share-code/share-code-stream.js';
import type { StreamKind } from '../../../src/domain/stream-kind.js';
import { tenantStream } from '../../../src/domain/tenant/tenant-stream.js';
import { UnknownEventError } from '../../../src/domain/unknown-event.js';
import { THEN, World } from './specification.js';
import * as story from './stories.js';

interface Kind {
  readonly prefix: string;
  upcast(type: string, schemaVersion: number, data: unknown): DomainEvent;
}
const KINDS: [Kind, string][] = [
  [accountStream, 'AccountAuthorized'],
  [shareCodeStream, 'ShareCodeGenerated'],
  [tenantStream, 'CommunityBound'],
  [authorizationStream, 'AuthorizationStarted'],
  [menuStream, 'MenuPublished'],
  [repliesStream, 'AutomaticRepliesSet'],
  [accessTokenStream, 'AccessTokenIssued'],
  [reconciliationStream, 'AuthorizationsReconciled'],
  [personStream, 'PersonForgotten'],
];

describe.each(KINDS)('$prefix', (kind, type) => {
  it('knows its events in their first shape', () => {
    expect(kind.upcast(type, 1, { a: 1 })).toEqual({ type, data: { a: 1 } });
  });

  it.each([
    ['an unknown type', 'Nothing', 1],
    ['a name that every object has', 'toString', 1],
    ['a version from the future', type, 2],
    ['no version', type, NaN],
  ])('never skips nor guesses at %s', (_, unknown, version) => {
    expect(() => kind.upcast(unknown, version, {})).toThrow(UnknownEventError);
  });
});

describe('a stream that contradicts itself', () => {
  const contradicts = <State, E extends DomainEvent>(kind: StreamKind<State, E>, event: DomainEvent | undefined) => {
    expect(() => kind.evolve(kind.initial, { event: event as E, occurredAt: THEN })).toThrow(InconsistentStreamError);
  };

  it('is not folded', () => {
    contradicts(tenantStream, story.bound(story.OWNER, ['c1'])[0]?.event);
    contradicts(shareCodeStream, story.redeemed()[0]?.event);
    contradicts(authorizationStream, story.claimed()[1]?.event);
  });
});

describe('what a tenant’s state tells', () => {
  const { APP, OTHER_MERCHANT, OTHER_PAY, OWNER, PAY } = story;
  const world = new World()
    .write([...story.registered(OWNER, 'c1', 'c2'), ...story.bound(OWNER, ['c1', 'c2'])], story.NOON)
    .write([...story.paying(OWNER, ['c1']), ...story.paying(OWNER, ['c1'], OTHER_PAY, OTHER_MERCHANT)]);

  it('is what each community is bound to, since when', () => {
    expect(world.tenant(OWNER).communities.get('c1')).toEqual({
      communityId: 'c1',
      externalId: 'ext-c1',
      name: '小区c1',
      binding: {
        appId: APP,
        tenure: 1,
        owner: OWNER,
        sharingId: null,
        boundAt: story.NOON,
        payment: {
          paymentInterfaceId: OTHER_PAY,
          name: `接口${OTHER_MERCHANT}`,
          merchantNumber: OTHER_MERCHANT,
        },
      },
    });
  });

  it('is found by account and by interface', () => {
    const tenant = world.tenant(OWNER);
    expect(tenant.idsByAccount.toJS()).toEqual({ [APP]: ['c1', 'c2'] });
    expect(tenant.idsByPaymentInterface.toJS()).toEqual({ [OTHER_PAY]: ['c1'] });
    expect(tenant.idsByPaymentInterface.has(PAY)).toBe(false);
  });
});
