import { isObjectType, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import { graphql } from 'graphql';
import { lacksTenantOnly, mayBe, WHO_MAY } from '../../../schema/access/who-may.js';
import { buildGongxiangSchema } from '../../../schema/build.js';
import type { Context, Language } from '../../../schema/context.js';
import type { Application } from '../../../src/application/application.js';
import { ROLES, type Role, type Viewer } from '../../../src/auth/viewer.js';

let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await buildGongxiangSchema();
});

const viewer = (role: Role, tenant: string | null): Viewer => ({
  subject: 's',
  name: null,
  roles: [role],
  tenant: tenant === null ? null : { id: tenant, name: null },
  expiresAt: 0,
});

/** Each role as its tokens are: tenants' people with a tenant, the others without. */
const holders = ROLES.map((role) => viewer(role, role === 'VIEWER' || role === 'OPERATOR' ? 't1' : null));
const whoMay = (root: keyof typeof WHO_MAY, field: string): Role[] =>
  holders.filter((each) => mayBe(each, WHO_MAY[root][field] ?? [])).flatMap(({ roles }) => roles);

describe('who may what', () => {
  it.each(['Query', 'Mutation', 'Subscription'] as const)(
    'is said of every root field of %s, and of no other',
    (root) => {
      const type = schema.getType(root);
      expect(isObjectType(type)).toBe(true);
      expect(Object.keys((type as GraphQLObjectType).getFields()).sort()).toEqual(Object.keys(WHO_MAY[root]).sort());
    },
  );

  it.each([
    ['Query', 'account', ['VIEWER', 'OPERATOR', 'AUDITOR', 'PLATFORM_ADMIN']],
    ['Query', 'community', ['VIEWER', 'OPERATOR', 'AUDITOR', 'SERVICE']],
    ['Query', 'auditTrail', ['VIEWER', 'OPERATOR', 'AUDITOR']],
    ['Query', 'history', ['VIEWER', 'OPERATOR', 'AUDITOR']],
    ['Query', 'viewer', [...ROLES]],
    ['Mutation', 'bindCommunities', ['OPERATOR']],
    ['Mutation', 'forceReleaseAccount', ['PLATFORM_ADMIN']],
    ['Mutation', 'reconcileAuthorizations', ['PLATFORM_ADMIN']],
    ['Subscription', 'bindingChanges', ['VIEWER', 'OPERATOR', 'SERVICE']],
    ['Subscription', 'auditTrail', ['VIEWER', 'OPERATOR', 'AUDITOR']],
  ] as const)('%s.%s: %j', (root, field, roles) => {
    expect(whoMay(root, field)).toEqual(roles);
  });

  it('takes a tenant in the token for whatever tenants do', () => {
    for (const role of ['OPERATOR', 'VIEWER'] as const) {
      expect(mayBe(viewer(role, null), ['READER', 'OPERATOR'])).toBe(false);
      expect(lacksTenantOnly(viewer(role, null), ['READER'])).toBe(true);
    }
    expect(lacksTenantOnly(viewer('SERVICE', null), ['OPERATOR'])).toBe(false);
  });
});

describe('whoever may not', () => {
  // Nothing of the application is reached: the guard stands in front of it.
  const app = {} as Application;
  const asked = async (who: Viewer, source: string, language: Language = 'en') => {
    const contextValue: Context = { viewer: who, correlationId: 'c', language, app, lagging: { value: false } };
    return graphql({ schema, source, contextValue });
  };

  it('is told FORBIDDEN, in their language', async () => {
    const source = 'mutation { removeCommunity(input: { communityId: "c", idempotencyKey: "k" }) { __typename } }';
    for (const who of [viewer('VIEWER', 't1'), viewer('AUDITOR', null), viewer('SERVICE', null)]) {
      const { data, errors } = await asked(who, source, 'zh');
      expect(data).toEqual({ removeCommunity: null });
      expect(errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
      expect(errors?.[0]?.message).toMatch(/角色/);
    }
  });

  it('for want of a tenant is told so', async () => {
    const { errors } = await asked(viewer('OPERATOR', null), '{ accounts { totalCount } }');
    expect(errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
    expect(errors?.[0]?.message).toMatch(/token names none/);
  });
});

describe('a moment that does not exist', () => {
  it('is refused', async () => {
    const source = '{ auditTrail(filter: { from: "2026-02-30T00:00:00Z" }) { asOf } }';
    const { errors } = await graphql({ schema, source });
    expect(errors?.[0]?.message).toMatch(/date/i);
  });
});
