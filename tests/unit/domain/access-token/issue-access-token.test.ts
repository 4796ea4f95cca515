import { decideIssueAccessToken } from '../../../../src/domain/access-token/issue-access-token.js';
import { given, type World } from '../specification.js';
import * as story from '../stories.js';

const { APP, OWNER } = story;

describe('a service is given a version of a token', () => {
  const issue = (grant: number) => (world: World) => {
    const decision = decideIssueAccessToken({
      account: world.account(APP),
      commandId: 'c1',
      grant,
      tokenVersion: 17,
    });
    if (decision.kind === 'fetch-anew') throw new Error('fetch anew');
    return decision;
  };
  const owned = story.authorized();

  it('in a stream of its own, concerning the owner; nothing in it is made of the token (R29)', () => {
    const [written] = given(owned)
      .when(issue(1))
      .then(['AccessTokenIssued', { appId: APP, tenure: 1, owner: OWNER, grant: 1, tokenVersion: 17 }]);
    expect(written).toMatchObject({ stream: 'access-token-c1', tenant: OWNER });
    expect(Object.keys(written?.event.data as object).sort()).toEqual([
      'appId',
      'grant',
      'owner',
      'tenure',
      'tokenVersion',
    ]);
  });

  it('of an account that nobody owns: no', () => {
    given().when(issue(1)).thenRefused({ code: 'ACCOUNT_NOT_FOUND' });
  });

  it('R6: of an account that is not authorized: no', () => {
    given(owned, story.deauthorized())
      .when(issue(1))
      .thenRefused({ code: 'ACCOUNT_NOT_AUTHORIZED', since: story.NOON });
  });

  it('of a grant that is not the newest any more: it is to be fetched anew', () => {
    expect(() => given(owned).when(issue(2))).toThrow('fetch anew');
  });
});
