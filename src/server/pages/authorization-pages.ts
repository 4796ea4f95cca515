import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AuthorizationResults } from '../../application/authorization/authorization-results.js';
import type { AuthorizationRuns } from '../../application/authorization/authorization-runs.js';
import type { AuthorizationState } from '../../domain/authorization/state.js';
import { WeChatUnavailableError } from '../../wechat/component-platform.js';
import { html, type Html } from '../../web/html.js';
import { languageOf } from '../http/language.js';
import { authorizationTexts } from './authorization-texts.js';
import { page } from './page.js';

interface Params {
  readonly id: string;
}
type PageRequest = FastifyRequest<{ Params: Params }>;
type Texts = (typeof authorizationTexts)['en'];

/** WeChat's codes are far shorter. */
const CODE_LENGTH = 512;

export interface AuthorizationPagesOptions {
  readonly runs: AuthorizationRuns;
  readonly results: AuthorizationResults;
  /** Waits until queries see what has happened so far, as a mutation's answer does. */
  readonly settled: () => Promise<void>;
  readonly now: () => number;
}

/**
 * Our own pages of the QR flow: WeChat checks that its page was reached from our domain (§3.3), and sends the browser
 * back to us.
 */
export function authorizationPages(app: FastifyInstance, options: AuthorizationPagesOptions): void {
  const { runs, results, settled, now } = options;
  const show = async (request: PageRequest, reply: FastifyReply, phone: boolean): Promise<void> => {
    const language = languageOf(request.headers['accept-language']);
    const texts = authorizationTexts[language];
    const { id } = request.params;
    const run = await runs.find(id);
    const urls = run.status === 'WAITING' ? await runs.weChatUrls(id) : null;
    const isOpen = run.status === 'WAITING' && urls !== null && Date.parse(run.expiresAt) > now();
    const body = isOpen ? invitation(texts, phone ? urls.mobile : urls.pc) : outcome(texts, run);
    if (run.status === 'CLAIMED') void reply.header('refresh', '2');
    await send(reply, run.status === 'NONE' ? 404 : 200, page(language, texts.title, body));
  };

  app.get<{ Params: Params }>('/authorize/:id', (request, reply) => show(request, reply, false));
  app.get<{ Params: Params }>('/authorize/:id/mobile', (request, reply) => show(request, reply, true));

  app.get<{ Params: Params }>('/wechat/authorized/:id', async (request, reply) => {
    const { id } = request.params;
    const language = languageOf(request.headers['accept-language']);
    const texts = authorizationTexts[language];
    const code = (request.query as Readonly<Record<string, unknown>>)['auth_code'];
    const run = await runs.find(id);
    if (run.status === 'NONE') {
      return send(reply, 404, page(language, texts.title, html`<p>${texts.unknown}</p>`));
    }
    if (typeof code !== 'string' || code === '' || code.length > CODE_LENGTH) {
      return send(reply, 400, page(language, texts.title, html`<p>${texts.noCode}</p>`));
    }
    try {
      await results.accept(id, code, request.id);
      // Whoever is sent back to the product's own page finds the account there.
      await settled();
    } catch (error) {
      if (!(error instanceof WeChatUnavailableError)) throw error;
      return send(reply, 503, page(language, texts.title, html`<p>${texts.unavailable}</p>`));
    }
    // The code stands in this address: the browser is sent on, and neither history nor referer keeps it.
    return reply.redirect(run.returnUrl ?? `/authorize/${id}`, 303);
  });
}

const invitation = (texts: Texts, url: string): Html =>
  html`<p>${texts.start}</p>
    <p><a class="button" id="to-wechat" href="${url}">${texts.toWeChat}</a></p>`;

function outcome(texts: Texts, run: AuthorizationState): Html {
  switch (run.status) {
    case 'NONE':
      return html`<p>${texts.unknown}</p>`;
    case 'WAITING':
      return html`<p>${texts.expired}</p>`;
    case 'CLAIMED':
      return html`<p>${texts.claimed}</p>`;
    case 'AUTHORIZED':
      return html`<p>${texts.authorized}</p>`;
    case 'REFUSED':
      return html`<p>${run.refusal === 'ACCOUNT_OWNED_BY_ANOTHER' ? texts.ownedByAnother : texts.refused}</p>`;
  }
}

async function send(reply: FastifyReply, status: number, text: string): Promise<void> {
  await reply
    .status(status)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    // WeChat looks at the referer's host (§3.3), so it must be sent; never the path.
    .header('referrer-policy', 'strict-origin-when-cross-origin')
    .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
    .send(text);
}
