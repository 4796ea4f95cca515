import type {
  AccountDocument,
  CommunityDocument,
  MenuDocument,
  RepliesDocument,
  SharingDocument,
  TrailDocument,
} from '../../../projections/documents.js';
import type { Viewer } from '../../auth/viewer.js';
import type { Cursor } from '../../event-store/cursor.js';
import type { Person } from '../../people/directory.js';
import type { AuditProofView } from './views.js';

/** Look-ups by id. Null for what is not there. */
export interface Reads {
  account(appId: string): Promise<AccountDocument | null>;
  community(communityId: string): Promise<CommunityDocument | null>;
  sharing(sharingId: string): Promise<SharingDocument | null>;
  /** By `repliesId`. */
  replies(id: string): Promise<RepliesDocument | null>;
  /** By `{appId}.{tenure}`. */
  menu(id: string): Promise<MenuDocument | null>;
  person(id: string): Promise<Person | null>;
  tenantName(tenantId: string): Promise<string | null>;
  /** Null until a seal covers the event. */
  proof(event: TrailDocument): Promise<AuditProofView | null>;
  /** Position that everything read through this holds for: taken before the first read. */
  asOf(): Promise<Cursor>;
}

/**
 * Look-ups of one operation: gathered into batches, each id read once. They answer from memory, so a feed must not use
 * them, and they are forgotten after a command has changed what they remember.
 */
export interface Loaders extends Reads {
  forget(): void;
}

/** Who asks. Without loaders every look-up is read anew. */
export interface Asker {
  readonly viewer: Viewer;
  readonly loaders?: Loaders | undefined;
}
