import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { SimulatedAccount } from './accounts.js';
import type { Controls } from './controls.js';
import { WeChatFault } from './fault.js';
import { ImpossibleError } from './impossible.js';
import { faultSettings, nextFault } from './fault-shapes.js';
import type { LiveButton } from './menu.js';

const newAccount = z.strictObject({
  nickname: z.string().trim().min(1).max(60).optional(),
  kind: z.enum(['SERVICE', 'SUBSCRIPTION', 'MINI_PROGRAM']).optional(),
  principalName: z.string().trim().min(1).max(100).optional(),
  verified: z.boolean().optional(),
  wechatPay: z.boolean().optional(),
  condition: z.enum(['NORMAL', 'CANCELLED', 'BANNED', 'WARNED', 'FROZEN']).optional(),
  permissions: z.array(z.int().positive()).max(200).optional(),
  apiCapability: z.boolean().optional(),
});
const permissionSets = z.strictObject({ permissions: z.array(z.int().positive()).max(200) });
/** Which of the people who may play residents: 1 unless told. */
const person = z.int().min(1).max(1000).optional();
const said = z.strictObject({ text: z.string().min(1).max(2000), person });
const sent = z.strictObject({
  type: z.enum(['image', 'voice', 'video', 'shortvideo', 'location', 'link']),
  elements: z.record(z.string().regex(/^[A-Za-z_]+$/), z.string()).optional(),
  person,
});
const happened = z.strictObject({
  event: z.string().regex(/^[A-Za-z_]+$/),
  eventKey: z.string().optional(),
  person,
});
const tapped = z.strictObject({
  path: z
    .array(z.union([z.string(), z.int()]))
    .min(1)
    .max(2),
  person,
});
const button: z.ZodType<LiveButton> = z.lazy(() =>
  z.looseObject({ name: z.string(), sub_button: z.array(button).optional() }),
);
const websiteMenu = z.strictObject({ buttons: z.array(button).min(1).max(3) });
const whichPair = z.strictObject({ which: z.int().min(0).max(4).optional() });

/** What WeChat does not have: doing by a program what people do in WeChat, and looking behind the scenes. JSON. */
export function control(app: FastifyInstance, controls: Controls): void {
  const shown = (account: SimulatedAccount): object => {
    const grant = controls.truth().find(({ appId }) => appId === account.appId);
    const granted = grant === undefined ? null : { permissions: grant.permissions, exchanged: grant.exchanged };
    return { ...account, grant: granted };
  };
  const at = '/simulator/accounts/:appId';
  const openId = (appId: string, number: number | undefined): string => controls.openId(appId, number);

  app.get('/simulator/accounts', (_, reply) => reply.send(controls.accounts().map(shown)));
  app.post(
    '/simulator/accounts',
    told(newAccount, 201, (given) => shown(controls.addAccount(given))),
  );
  app.patch(
    at,
    about(controls, newAccount, (appId, change) => shown(controls.changeAccount(appId, change))),
  );

  app.post(
    `${at}/cancel`,
    about(controls, z.strictObject({}), (appId) => controls.cancel(appId)),
  );
  app.post(
    `${at}/permissions`,
    about(controls, permissionSets, async (appId, { permissions }) => {
      await controls.changePermissions(appId, permissions, 'BEFORE');
      return { permissions: controls.truth().find((grant) => grant.appId === appId)?.permissions ?? [] };
    }),
  );

  app.post(
    `${at}/say`,
    about(controls, said, (appId, { text, person }) => controls.say(appId, text, openId(appId, person))),
  );
  app.post(
    `${at}/messages`,
    about(controls, sent, (appId, { person, ...message }) => controls.send(appId, message, openId(appId, person))),
  );
  app.post(
    `${at}/events`,
    about(controls, happened, (appId, { person, ...event }) => controls.event(appId, event, openId(appId, person))),
  );
  app.post(
    `${at}/tap`,
    about(controls, tapped, (appId, { path, person }) => controls.tap(appId, path, openId(appId, person))),
  );
  app.get(
    `${at}/sent`,
    about(controls, z.unknown(), (appId) => controls.sent(appId)),
  );
  app.get(
    `${at}/menu`,
    about(controls, z.unknown(), (appId) => ({ menu: controls.menuOf(appId) })),
  );
  app.put(
    `${at}/menu`,
    about(controls, websiteMenu, (appId, { buttons }) => {
      controls.setWebsiteMenu(appId, buttons);
      return { menu: controls.menuOf(appId) };
    }),
  );

  app.post(
    '/simulator/tickets',
    told(z.strictObject({}), 200, () => controls.pushTicket()),
  );
  app.post(
    '/simulator/release-test',
    told(whichPair, 200, ({ which }) => controls.runReleaseTest(which)),
  );
  app.get('/simulator/deliveries', (_, reply) => reply.send(controls.deliveries()));
  app.post(
    '/simulator/component-token/invalidate',
    told(z.unknown(), 204, () => controls.invalidateComponentTokens()),
  );

  app.put(
    '/simulator/faults',
    told(faultSettings, 204, (settings) => controls.faults.set(settings)),
  );
  app.post(
    '/simulator/faults/next',
    told(nextFault, 204, ({ path, fault, deliveries, times }) => {
      if (path !== undefined && fault !== undefined) controls.faults.next(path, fault, times);
      if (deliveries !== undefined) controls.faults.nextDelivery(deliveries, times);
    }),
  );
  app.delete(
    '/simulator/faults',
    told(z.unknown(), 204, () => controls.faults.clear()),
  );
}

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

function told<T>(shape: z.ZodType<T>, status: number, act: (given: T, request: FastifyRequest) => unknown): Handler {
  return async (request, reply) => {
    const given = shape.safeParse(parse(request.body));
    if (!given.success) return reply.code(400).send({ error: z.prettifyError(given.error) });
    try {
      return await reply.code(status).send(await act(given.data, request));
    } catch (error) {
      // Such as cancelling what is not granted, or tapping a button that is not there.
      if (error instanceof WeChatFault || error instanceof ImpossibleError)
        return reply.code(409).send({ error: error.message });
      throw error;
    }
  };
}

/** Of an account in the path. */
function about<T>(controls: Controls, shape: z.ZodType<T>, act: (appId: string, given: T) => unknown): Handler {
  const handler = told(shape, 200, (given, request) => act((request.params as { appId: string }).appId, given));
  return async (request, reply) => {
    const { appId } = request.params as { appId: string };
    if (!controls.accounts().some((account) => account.appId === appId))
      return reply.code(404).send({ error: 'There is no such account.' });
    return handler(request, reply);
  };
}

/** No body says nothing. */
function parse(body: unknown): unknown {
  if (typeof body !== 'string' || body.trim() === '') return {};
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return body;
  }
}
