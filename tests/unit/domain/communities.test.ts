import { decideRegisterCommunities } from '../../../src/domain/tenant/register-communities.js';
import { decideRemoveCommunity } from '../../../src/domain/tenant/remove-community.js';
import { decideRenameCommunity } from '../../../src/domain/tenant/rename-community.js';
import { eventsOf, given, World } from './specification.js';
import * as story from './stories.js';

const { APP, OWNER, RECIPIENT, STRANGER } = story;

const register =
  (...communities: readonly { communityId: string; name: string; externalId: string | null }[]) =>
  (world: World) =>
    decideRegisterCommunities({ tenant: world.tenant(RECIPIENT), tenantId: RECIPIENT, communities });

describe('communities are registered', () => {
  it('in the order given, with or without an id of their own', () => {
    given()
      .when(
        register(
          { communityId: 'c1', name: '东苑', externalId: 'e1' },
          { communityId: 'c2', name: '东苑', externalId: null },
        ),
      )
      .then(
        ['CommunityRegistered', { communityId: 'c1', name: '东苑', externalId: 'e1', tenantId: RECIPIENT }],
        ['CommunityRegistered', { communityId: 'c2', externalId: null }],
      );
  });

  it('all or none when an external id is taken', () => {
    given(story.registered(RECIPIENT, 'c1'))
      .when(
        register(
          { communityId: 'c2', name: '新', externalId: 'new' },
          { communityId: 'c3', name: '东苑', externalId: 'ext-c1' },
        ),
      )
      .thenRefused({ code: 'EXTERNAL_IDS_TAKEN', externalIds: ['ext-c1'], communityIds: ['c1'] });
  });

  it('R27: with external ids that only have to be unique in the tenant', () => {
    given(story.registered(STRANGER, 'c1'))
      .when(register({ communityId: 'c2', name: '东苑', externalId: 'ext-c1' }))
      .then(['CommunityRegistered']);
  });
});

describe('a community is renamed', () => {
  const rename = (communityId: string, name: string) => (world: World) =>
    decideRenameCommunity({ tenant: world.tenant(RECIPIENT), tenantId: RECIPIENT, communityId, name });
  const there = story.registered(RECIPIENT, 'c1');

  it('R27: and the event says which owner sees it', () => {
    given(there)
      .when(rename('c1', '新名'))
      .then(['CommunityRenamed', { name: '新名', previousName: '小区c1', boundTo: null }]);
    given(there, story.bound(RECIPIENT, ['c1']))
      .when(rename('c1', '新名'))
      .then(['CommunityRenamed', { boundTo: { appId: APP, tenure: 1, owner: OWNER } }]);
  });

  it('to the name that it has: nothing changes', () => {
    given(there).when(rename('c1', '小区c1')).thenUnchanged();
  });

  it('R27: not by another tenant', () => {
    given(story.registered(STRANGER, 'c1')).when(rename('c1', '新名')).thenRefused({ code: 'COMMUNITY_NOT_FOUND' });
  });
});

describe('a community is removed', () => {
  const remove = (world: World) =>
    decideRemoveCommunity({ tenant: world.tenant(RECIPIENT), tenantId: RECIPIENT, communityId: 'c1' });

  it('and its external id is free again', () => {
    const world = new World().write(story.registered(RECIPIENT, 'c1'));
    world.write(eventsOf(remove(world)));
    expect(remove(world)).toMatchObject({ refusal: { code: 'COMMUNITY_NOT_FOUND' } });
    expect(eventsOf(register({ communityId: 'c2', name: '东苑', externalId: 'ext-c1' })(world))).toHaveLength(1);
  });

  it('not while it is bound', () => {
    given(story.registered(RECIPIENT, 'c1'), story.bound(RECIPIENT, ['c1']))
      .when(remove)
      .thenRefused({ code: 'BINDINGS_REMAIN', count: 1, bindings: [{ communityId: 'c1', tenantId: RECIPIENT }] });
  });

  it('R27: not by another tenant', () => {
    given(story.registered(STRANGER, 'c1')).when(remove).thenRefused({ code: 'COMMUNITY_NOT_FOUND' });
  });
});
