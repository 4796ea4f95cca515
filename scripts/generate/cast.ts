/** Who acts: an operator of a tenant, or WeChat. */
export interface Actor {
  /** Random id in the directory of people. */
  readonly id: string;
  readonly kind: 'PERSON' | 'WECHAT';
  readonly tenant: string;
}

/** Who and what there is, in the order of coming. */
export interface Cast {
  readonly tenants: readonly Tenant[];
  readonly accounts: readonly OfficialAccount[];
}

export interface Tenant {
  readonly id: string;
  readonly operators: readonly Actor[];
  /** Ids of its communities, also of those that are gone. */
  readonly communities: string[];
  /** Accounts that it owns or shares, or did. */
  readonly accounts: OfficialAccount[];
}

export interface OfficialAccount {
  readonly appId: string;
  /** Null before it is authorized. */
  owner: Tenant | null;
  /** That were added. */
  readonly interfaces: { readonly id: string; readonly merchantNumber: string }[];
}

export const WECHAT: Actor = { id: '', kind: 'WECHAT', tenant: '' };
