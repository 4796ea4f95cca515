import fc from 'fast-check';
import type { DomainEvent, EventToWrite } from '../../../src/domain/event.js';
import type { ShareCodeEvent } from '../../../src/domain/share-code/events.js';
import type { TenantEvent } from '../../../src/domain/tenant/events.js';
import type { TenantState } from '../../../src/domain/tenant/state.js';
import { tenantStream } from '../../../src/domain/tenant/tenant-stream.js';
import { ACCOUNTS, BEGINNING, commands, TENANTS, timeOf, type Command } from './random-commands.js';
import { World } from './specification.js';

/** Runs the commands one after another; `observe` sees the world after each that was accepted. */
function run(
  list: readonly Command[],
  observe: (world: World, events: readonly EventToWrite[]) => void,
): readonly EventToWrite[] {
  const world = new World().write(BEGINNING);
  const later = list.flatMap((command, step) => {
    const decision = command(world, step);
    if (decision.kind !== 'accepted') return [];
    world.write(decision.events, timeOf(step));
    observe(world, decision.events);
    return decision.events;
  });
  return [...BEGINNING, ...later];
}

const always = (observe: (world: World, events: readonly EventToWrite[]) => void) =>
  fc.assert(
    fc.property(commands, (list) => {
      run(list, observe);
    }),
    { numRuns: 150 },
  );

/** The log, as it would be read without the fold. */
const ofType = <E extends DomainEvent>(events: readonly EventToWrite[], ...types: E['type'][]): readonly E[] =>
  events.map(({ event }) => event).filter((event): event is E => (types as string[]).includes(event.type));

const bindings = (world: World) =>
  TENANTS.flatMap((tenantId) =>
    [...world.tenant(tenantId).communities.values()].flatMap(({ communityId, binding }) =>
      binding ? [{ tenantId, communityId, binding }] : [],
    ),
  );

it('the random stories reach every kind of event that the rules below speak of', () => {
  const seen = new Set<string>();
  for (const list of fc.sample(commands, { numRuns: 150, seed: 1 })) {
    for (const { event } of run(list, () => undefined)) seen.add(event.type);
  }
  expect([...seen].sort()).toEqual([
    'AccountAuthorized',
    'AccountDeauthorized',
    'AccountGrantRenewed',
    'AccountPermissionsChanged',
    'AccountReleased',
    'AccountResumed',
    'AuthorizationRefused',
    'AuthorizationSucceeded',
    'CommunityBound',
    'CommunityRegistered',
    'CommunityRemoved',
    'CommunityRenamed',
    'CommunityUnbound',
    'PaymentBound',
    'PaymentInterfaceAdded',
    'PaymentInterfaceRemoved',
    'PaymentUnbound',
    'ShareCodeCancelled',
    'ShareCodeGenerated',
    'ShareCodeRedeemed',
    'SharingEnded',
    'SharingStarted',
  ]);
});

it('R15, R16, R18: at most one account a community, payment only at it, and it ends before the binding', () => {
  fc.assert(
    fc.property(commands, (list) => {
      const account = new Map<string, string>();
      const payment = new Map<string, string>();
      const events = run(list, () => undefined);
      const types = [
        'CommunityBound',
        'CommunityUnbound',
        'PaymentBound',
        'PaymentUnbound',
        'CommunityRemoved',
      ] as const;
      for (const event of ofType<TenantEvent>(events, ...types)) {
        const id = event.data.communityId;
        switch (event.type) {
          case 'CommunityBound':
            expect(account.has(id)).toBe(false);
            account.set(id, event.data.appId);
            break;
          case 'CommunityUnbound':
            expect(account.get(id)).toBe(event.data.appId);
            expect(payment.has(id)).toBe(false);
            account.delete(id);
            break;
          case 'PaymentBound':
            expect(account.get(id)).toBe(event.data.appId);
            expect(payment.has(id)).toBe(false);
            payment.set(id, event.data.paymentInterfaceId);
            break;
          case 'PaymentUnbound':
            expect(payment.get(id)).toBe(event.data.paymentInterfaceId);
            payment.delete(id);
            break;
          default:
            expect(account.has(id)).toBe(false);
        }
      }
    }),
    { numRuns: 150 },
  );
});

it('R15, R23, R24: no binding without owning the account or an active sharing, and of its present tenure', () => {
  always((world) => {
    for (const { tenantId, binding } of bindings(world)) {
      const account = world.account(binding.appId);
      expect(binding).toMatchObject({ owner: account.owner, tenure: account.tenure });
      expect(binding.sharingId).toBe(
        account.owner === tenantId ? null : (account.activeSharingByRecipient.get(tenantId) ?? 'none'),
      );
    }
  });
});

it('R14, R16: no payment binding to an interface that is not there', () => {
  always((world) => {
    for (const { binding } of bindings(world)) {
      const { payment } = binding;
      if (!payment) continue;
      const there = world.account(binding.appId).paymentInterfaces.get(payment.paymentInterfaceId);
      expect(there).toMatchObject({ name: payment.name, merchantNumber: payment.merchantNumber });
    }
  });
});

it('R14: a merchant number occurs once on an account', () => {
  always((world) => {
    for (const appId of ACCOUNTS) {
      const numbers = [...world.account(appId).paymentInterfaces.values()].map(({ merchantNumber }) => merchantNumber);
      expect(new Set(numbers).size).toBe(numbers.length);
    }
  });
});

it('R2, R7: one owner at a time, tenures and grants with numbers of their own', () => {
  fc.assert(
    fc.property(commands, (list) => {
      const now = new Map<string, { tenure: number; grant: number; owned: boolean }>();
      for (const { event } of run(list, () => undefined)) {
        const data = event.data as { appId: string; tenure: number; grant: number };
        const before = now.get(data.appId) ?? { tenure: 0, grant: 0, owned: false };
        if (event.type === 'AccountAuthorized') {
          expect(before.owned).toBe(false);
          expect(data.tenure).toBe(before.tenure + 1);
          expect(data.grant).toBe(before.grant + 1);
          now.set(data.appId, { tenure: data.tenure, grant: data.grant, owned: true });
        } else if (event.type === 'AccountGrantRenewed' || event.type === 'AccountResumed') {
          expect(data).toMatchObject({ tenure: before.tenure, grant: before.grant + 1 });
          now.set(data.appId, { ...before, grant: data.grant });
        } else if (event.type === 'AccountReleased') {
          expect(before.owned).toBe(true);
          now.set(data.appId, { ...before, owned: false });
        }
      }
    }),
    { numRuns: 150 },
  );
});

it('R7: nothing of a tenure outlives it', () => {
  always((world) => {
    for (const appId of ACCOUNTS) {
      const account = world.account(appId);
      const active = [...account.sharings.values()].filter(({ status }) => status === 'ACTIVE');
      expect(new Map(active.map(({ recipient, sharingId }) => [recipient, sharingId]))).toEqual(
        new Map(account.activeSharingByRecipient),
      );
      expect(active.every(({ tenure, owner }) => tenure === account.tenure && owner === account.owner)).toBe(true);
      if (account.status === 'RELEASED') expect(account.paymentInterfaces.size).toBe(0);
    }
  });
});

it('R9, R12: a code is redeemed or cancelled once at most, and only by another tenant than the owner', () => {
  fc.assert(
    fc.property(commands, (list) => {
      const open = new Set<string>();
      const types = ['ShareCodeGenerated', 'ShareCodeRedeemed', 'ShareCodeCancelled'] as const;
      for (const event of ofType<ShareCodeEvent>(
        run(list, () => undefined),
        ...types,
      )) {
        if (event.type === 'ShareCodeGenerated') open.add(event.data.digest);
        else expect(open.delete(event.data.digest)).toBe(true);
        if (event.type === 'ShareCodeRedeemed') expect(event.data.recipient).not.toBe(event.data.owner);
      }
    }),
    { numRuns: 150 },
  );
});

const plain = (tenant: TenantState) => ({
  communities: tenant.communities.toJS(),
  idByExternalId: tenant.idByExternalId.toJS(),
  idsByAccount: tenant.idsByAccount.map((ids) => ids.toArray().sort()).toJS(),
  idsByPaymentInterface: tenant.idsByPaymentInterface.map((ids) => ids.toArray().sort()).toJS(),
});

it('a tenant that was saved and restored, at whatever moment, is the tenant that was folded', () => {
  const { snapshot } = tenantStream;
  fc.assert(
    fc.property(commands, (list) => {
      const beginning = new World().write(BEGINNING);
      let restored = new Map<string, TenantState>(TENANTS.map((id) => [id, beginning.tenant(id)]));
      let step = -1;
      run(
        list.map((command): Command => (world, at) => {
          step = at;
          return command(world, at);
        }),
        (world, events) => {
          for (const { stream, event } of events) {
            const id = TENANTS.find((tenantId) => stream === `tenant-${tenantId}`);
            const state = id === undefined ? undefined : restored.get(id);
            if (id === undefined || !state) continue;
            const past = { event: event as TenantEvent, occurredAt: timeOf(step) };
            restored.set(id, tenantStream.evolve(state, past));
          }
          restored = new Map(
            [...restored].map(([id, state]) => [
              id,
              snapshot.restore(JSON.parse(JSON.stringify(snapshot.save(state)))),
            ]),
          );
          for (const [id, state] of restored) expect(plain(state)).toEqual(plain(world.tenant(id)));
        },
      );
    }),
    { numRuns: 50 },
  );
});
