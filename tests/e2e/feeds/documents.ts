import { Feed, type FeedMessage } from '../../support/feed.js';
import type { Party } from '../../support/party.js';
import type { TestSystem } from '../../support/test-system.js';

const CHECKPOINT = '... on FeedCheckpoint { cursor caughtUp }';

export interface TrailMessage extends FeedMessage {
  readonly id: string;
  readonly type: string;
}
export interface BindingMessage extends FeedMessage {
  readonly kind: string;
  readonly reason: string | null;
  readonly appId: string;
  readonly community: { readonly id: string; readonly name: string; readonly externalId: string | null } | null;
  readonly tenant: { readonly id: string } | null;
  readonly paymentInterfaceId: string | null;
}
export interface AccountMessage extends FeedMessage {
  readonly kind: string;
  readonly appId: string;
  readonly account: { readonly appId: string } | null;
  readonly sharing: { readonly id: string; readonly status: string } | null;
  readonly shareCodeCount: number | null;
}

const DOCUMENTS = {
  auditTrail: `subscription ($after: Cursor, $filter: AuditFilter) { auditTrail(after: $after, filter: $filter) {
    __typename ... on AuditEvent { id cursor type } ${CHECKPOINT} } }`,
  bindingChanges: `subscription ($after: Cursor, $appId: ID, $communityIds: [ID!]) {
    bindingChanges(after: $after, appId: $appId, communityIds: $communityIds) {
      __typename
      ... on BindingChange {
        cursor kind reason appId community { id name externalId } tenant { id } paymentInterfaceId
      }
      ${CHECKPOINT} } }`,
  accountChanges: `subscription ($after: Cursor, $appId: ID) { accountChanges(after: $after, appId: $appId) {
    __typename
    ... on AccountChange { cursor kind appId account { appId } sharing { id status } shareCodeCount }
    ${CHECKPOINT} } }`,
};

interface Messages {
  readonly auditTrail: TrailMessage;
  readonly bindingChanges: BindingMessage;
  readonly accountChanges: AccountMessage;
}
export type FeedName = keyof Messages;

/** Someone begins to follow a feed. Without `after` it begins now. */
export const follow = <Name extends FeedName>(
  { url }: Pick<TestSystem, 'url'>,
  { token }: Pick<Party, 'token'>,
  name: Name,
  variables: Readonly<Record<string, unknown>> = {},
): Feed<Messages[Name]> => new Feed<Messages[Name]>({ url, token, document: DOCUMENTS[name], variables });

/** What a feed has to tell of the past, to the end of it. */
export async function pastOf<Name extends FeedName>(
  system: TestSystem,
  who: Party,
  name: Name,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<Messages[Name][]> {
  const feed = follow(system, who, name, { after: '0', ...variables });
  try {
    await feed.until((messages) => messages.some(({ caughtUp }) => caughtUp));
    return feed.messages.filter(({ __typename }) => __typename !== 'FeedCheckpoint');
  } finally {
    await feed.close();
  }
}
