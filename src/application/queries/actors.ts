import type { ActorRef } from '../../../projections/documents.js';
import type { Viewer } from '../../auth/viewer.js';
import type { Reads } from './reads.js';
import { seesPerson } from './sight.js';
import type { ActorKind, ActorView, TenantView } from './views.js';

/** Who asks for names, and who knows them. */
export interface AskingNames {
  readonly viewer: Viewer;
  readonly reads: Pick<Reads, 'person' | 'tenantName'>;
}

export const tenantView = ({ reads }: Pick<AskingNames, 'reads'>, id: string): TenantView => ({
  id,
  name: () => reads.tenantName(id),
});

const nothing = (): Promise<null> => Promise.resolve(null);

export function actorView(asking: AskingNames, actor: ActorRef): ActorView {
  // Metadata are flat strings; this one is only ever written from the list of kinds.
  const kind = actor.kind as ActorKind;
  const tenant = actor.tenant === '' ? null : tenantView(asking, actor.tenant);
  if (!seesPerson(asking.viewer, actor)) return { id: null, subject: nothing, name: nothing, tenant, kind };
  const person = () => asking.reads.person(actor.id);
  return {
    id: actor.id === '' ? null : actor.id,
    subject: async () => (await person())?.subject ?? null,
    name: async () => (await person())?.name ?? null,
    tenant,
    kind,
  };
}
