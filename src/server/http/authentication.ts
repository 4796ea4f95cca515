import type { TokenVerifier } from '../../auth/token-verifier.js';
import type { Viewer } from '../../auth/viewer.js';
import type { Directory } from '../../people/directory.js';
import { EdgeError } from './errors.js';

/** Who asks, by the value of an Authorization header. @throws UnauthenticatedError, EdgeError, TokenKeysUnavailableError */
export type Authenticate = (authorization: unknown) => Promise<Viewer>;

export function createAuthenticate(
  verifier: TokenVerifier,
  directory: Pick<Directory, 'rememberTenant'>,
): Authenticate {
  const introduced = new WeakSet<Viewer>();
  return async (authorization) => {
    const token = typeof authorization === 'string' ? /^Bearer +(\S+)$/i.exec(authorization)?.[1] : undefined;
    if (token === undefined) throw new EdgeError('UNAUTHENTICATED', 'UNAUTHENTICATED');
    const viewer = await verifier.verify(token);
    if (!introduced.has(viewer)) {
      // Tokens are where tenants' names come from: once for each token, not for each request.
      if (viewer.tenant?.name != null) await directory.rememberTenant(viewer.tenant.id, viewer.tenant.name);
      introduced.add(viewer);
    }
    return viewer;
  };
}
