import { randomUUID } from 'node:crypto';
import type { Arena, Give, Outcome, Tenants } from '../../../scripts/support/races/arena.js';
import type { Caller } from '../../../src/application/answer.js';
import { persistently } from '../../../scripts/support/again.js';
import { authorized, happen, newAppId } from '../../support/happenings.js';
import type { TestSystem } from '../../support/test-system.js';

const callerOf = (tenant: string): Caller => ({
  viewer: {
    subject: `operator-of-${tenant}`,
    name: null,
    roles: ['OPERATOR'],
    tenant: { id: tenant, name: null },
    expiresAt: 32_503_680_000,
  },
  correlationId: randomUUID(),
});

/** In one process, without the wire. */
export function arenaIn(system: TestSystem, number: string): Arena {
  const by = (role: keyof Tenants): Give => {
    const caller = callerOf(`${role}-${number}`);
    return (name, input) => {
      // The name picks the command and its input together, which the compiler cannot follow through the look-up.
      const command = system.gongxiang.app.commands[name] as (
        caller: Caller,
        input: unknown,
      ) => Promise<Outcome<never>>;
      const keyed = { ...input, idempotencyKey: randomUUID() };
      return persistently(() => command(caller, keyed));
    };
  };
  const tenants = { owner: by('owner'), recipient: by('recipient') };
  return {
    sides: [tenants, tenants],
    account: async (of) => {
      const appId = newAppId();
      await happen(system, [authorized({ appId, tenure: 1, owner: `${of}-${number}` })]);
      return appId;
    },
  };
}
