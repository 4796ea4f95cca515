import type { AccountDocument, CommunityDocument, SharingDocument } from '../../projections/documents.js';

/** What a state is told as, one thing after the other. */
export type ToldOfState =
  | { readonly kind: 'moment'; readonly cursor: string; readonly time: string | null }
  | ({ readonly kind: 'account' } & AccountDocument)
  | ({ readonly kind: 'sharing' } & SharingDocument)
  | ({ readonly kind: 'community' } & CommunityDocument);
