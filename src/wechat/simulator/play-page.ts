import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Controls } from './controls.js';
import type { Conversations } from './conversations.js';
import { WeChatFault } from './fault.js';
import { html } from '../../web/html.js';
import { home } from './home-view.js';
import { ImpossibleError } from './impossible.js';
import { page } from './page.js';
import { accountView } from './play-view.js';
import type { ReleaseTestReport } from './release-test.js';

/** How many people there are on the page to play residents. */
export const PEOPLE = [1, 2, 3];

type Act = (controls: Controls, appId: string, openId: string, form: URLSearchParams) => Promise<unknown>;

const ACTS: Readonly<Record<string, Act>> = {
  permissions: (controls, appId, _, form) =>
    controls.changePermissions(appId, form.getAll('permission').map(Number).filter(Number.isInteger)),
  cancel: (controls, appId) => controls.cancel(appId),
  follow: (controls, appId, openId) => controls.event(appId, { event: 'subscribe' }, openId),
  unfollow: (controls, appId, openId) => controls.event(appId, { event: 'unsubscribe' }, openId),
  say: (controls, appId, openId, form) => controls.say(appId, (form.get('text') ?? '').slice(0, 2000), openId),
  tap: (controls, appId, openId, form) => controls.tap(appId, (form.get('path') ?? '').split('.').map(Number), openId),
};

/** Pages without scripts on which a person plays an administrator or a resident: forms, each of which leads back. */
export function playing(app: FastifyInstance, controls: Controls, conversations: Conversations): void {
  let report: ReleaseTestReport | null = null;

  app.get('/', (_, reply) => show(reply, 200, '微信模拟器 · WeChat simulator', home(controls, report)));
  app.post('/play/ticket', async (_, reply) => {
    await controls.pushTicket();
    return reply.redirect('/', 303);
  });
  app.post('/play/release-test', async (request, reply) => {
    const which = Number(formOf(request).get('which') ?? 0);
    return trying(reply, async () => {
      report = await controls.runReleaseTest(which);
      return '/#release-test';
    });
  });

  app.get('/play/:appId', (request, reply) => {
    const account = accountOf(controls, request);
    if (account === undefined) return notThere(reply);
    const person = personOf(new URLSearchParams(request.query as Record<string, string>));
    const lines = conversations.lines(account.appId, controls.openId(account.appId, person));
    const content = accountView({ controls, account, person, people: PEOPLE, lines });
    return show(reply, 200, `${account.nickname} · 微信模拟器 WeChat simulator`, content);
  });
  for (const [name, act] of Object.entries(ACTS))
    app.post(`/play/:appId/${name}`, async (request, reply) => {
      const account = accountOf(controls, request);
      if (account === undefined) return notThere(reply);
      const form = formOf(request);
      const person = personOf(form);
      return trying(reply, async () => {
        await act(controls, account.appId, controls.openId(account.appId, person), form);
        return `/play/${account.appId}?person=${person}`;
      });
    });
}

function accountOf(controls: Controls, request: FastifyRequest) {
  const { appId } = request.params as { appId: string };
  return controls.accounts().find((account) => account.appId === appId);
}

function formOf({ body }: FastifyRequest): URLSearchParams {
  return new URLSearchParams(typeof body === 'string' ? body : '');
}

function personOf(form: URLSearchParams): number {
  const person = Number(form.get('person'));
  return PEOPLE.includes(person) ? person : 1;
}

/** Does it and leads back, so that loading the page again does nothing again. */
async function trying(reply: FastifyReply, act: () => Promise<string>): Promise<FastifyReply> {
  try {
    return await reply.redirect(await act(), 303);
  } catch (error) {
    if (!(error instanceof WeChatFault) && !(error instanceof ImpossibleError)) throw error;
    const content = html`<h1>做不到 <span class="en">Not possible</span></h1>
      <p class="error">${error.message}</p>
      <p>
        <a href="/">返回 <span class="en">Back</span></a>
      </p>`;
    return show(reply, 409, '做不到 · Not possible', content);
  }
}

function notThere(reply: FastifyReply): FastifyReply {
  const content = html`<h1>没有这个账号 <span class="en">There is no such account</span></h1>
    <p>
      <a href="/">返回 <span class="en">Back</span></a>
    </p>`;
  return show(reply, 404, '没有这个账号 · No such account', content);
}

function show(reply: FastifyReply, status: number, title: string, content: Parameters<typeof page>[1]): FastifyReply {
  return reply.code(status).type('text/html; charset=utf-8').send(page(title, content));
}
