import { LRUCache } from 'lru-cache';
import { encodeQR } from 'qr';
import type { AuthorizationDocument } from '../../../projections/documents.js';
import { authorizations as collection } from '../../../projections/authorizations/projection.js';
import type { Asking } from './asking.js';
import { seesTenantsOwn } from './sight.js';
import type { AuthorizationView } from './views.js';

const CACHED_CODES = 200;

/** Runs of the QR flow, with pages on our own domain: WeChat demands that its links stand there. */
export class AuthorizationViews {
  readonly #codes = new LRUCache<string, string>({ max: CACHED_CODES });

  constructor(
    private readonly publicUrl: () => string,
    private readonly now: () => string,
  ) {}

  async find({ viewer, readModels }: Asking, id: string): Promise<AuthorizationView | null> {
    const document = await readModels.get(collection, id);
    return document && seesTenantsOwn(viewer, document.tenantId) ? this.view(document) : null;
  }

  view({ authorizationId: id, status, expiresAt, appId, refusal }: AuthorizationDocument): AuthorizationView {
    const url = `${this.publicUrl().replace(/\/+$/, '')}/authorize/${encodeURIComponent(id)}`;
    const mobileUrl = `${url}/mobile`;
    return {
      id,
      // A result that comes after the run expired is accepted all the same (R1), so only a waiting run expires.
      status: status === 'WAITING' && expiresAt <= this.now() ? 'EXPIRED' : status,
      url,
      mobileUrl,
      qrCodeSvg: () => this.#codeOf(mobileUrl),
      expiresAt,
      appId,
      refused: refusal,
    };
  }

  #codeOf(url: string): string {
    const known = this.#codes.get(url);
    if (known !== undefined) return known;
    const svg = encodeQR(url, 'svg');
    this.#codes.set(url, svg);
    return svg;
  }
}
