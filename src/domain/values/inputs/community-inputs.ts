import { Problems, type Validated } from '../validation.js';
import type { KeyedInput } from './keyed.js';

interface CommunitiesToRegister extends KeyedInput {
  readonly communities: readonly { readonly name: string; readonly externalId?: string | null }[];
}

export interface RegisteredCommunities extends KeyedInput {
  readonly communities: readonly { readonly name: string; readonly externalId: string | null }[];
}

export function validateRegisterCommunities(input: CommunitiesToRegister): Validated<RegisteredCommunities> {
  const v = new Problems();
  const idempotencyKey = v.idempotencyKey(input.idempotencyKey);
  if (!v.listSize(input.communities, ['communities'])) return v.result({ idempotencyKey, communities: [] });
  const pathOf = (index: number, field: string) => ['communities', String(index), field];
  const communities = input.communities.map(({ name, externalId }, index) => ({
    name: v.name(name, pathOf(index, 'name')),
    externalId: v.externalId(externalId, pathOf(index, 'externalId')),
  }));
  v.unique(
    communities.map(({ externalId }) => externalId),
    (index) => pathOf(index, 'externalId'),
  );
  return v.result({ idempotencyKey, communities });
}

interface CommunityInput extends KeyedInput {
  readonly communityId: string;
}

export function validateRenameCommunity(
  input: CommunityInput & { readonly name: string },
): Validated<CommunityInput & { readonly name: string }> {
  const v = new Problems();
  return v.result({ ...community(v, input), name: v.name(input.name) });
}

export function validateRemoveCommunity(input: CommunityInput): Validated<CommunityInput> {
  const v = new Problems();
  return v.result(community(v, input));
}

const community = (v: Problems, input: CommunityInput): CommunityInput => ({
  idempotencyKey: v.idempotencyKey(input.idempotencyKey),
  communityId: v.id(input.communityId, ['communityId']),
});
