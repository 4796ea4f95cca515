import type { TrailDocument } from '../../projections/documents.js';
import type { Context } from '../context.js';
import type { Actor } from '../tenant/actor.js';

export const actorOf = (context: Context, { metadata }: TrailDocument): Actor =>
  context.app.queries.actor(context, {
    id: metadata.actor,
    kind: metadata.actorKind,
    tenant: metadata.actorTenant,
  });
