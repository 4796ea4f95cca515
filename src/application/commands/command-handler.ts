import type { Validated } from '../../domain/values/validation.js';
import { EventStoreUnavailableError } from '../../event-store/errors.js';
import type { CommandIdentity } from '../../event-store/port.js';
import { ForbiddenError, TryAgainError, type Answer, type Caller } from '../answer.js';
import type { Acting, Execution } from '../deciding/executor.js';
import type { Outcome, Services } from './services.js';

/** A caller's request with a valid input, about to be decided. */
export interface Request<Value> {
  readonly services: Services;
  readonly caller: Caller;
  /** Who acts and for whom: never from the input. */
  readonly tenantId: string;
  readonly subject: string;
  readonly idempotencyKey: string;
  readonly identity: CommandIdentity;
  readonly acting: Acting;
  readonly input: Value;
}

/** What is particular to one command. */
export interface CommandDefinition<Input, Value, Loaded, Result> {
  /** The product's name, as events tell it. */
  readonly name: string;
  /** Commands of a tenant need one in the token; a platform administrator's do not. */
  readonly actor: 'TENANT' | 'PLATFORM';
  validate(input: Input, services: Services): Validated<Value>;
  prepare(request: Request<Value>): Prepared<Loaded, Result> | Promise<Prepared<Loaded, Result>>;
}

/** Either ready to be tried, or answered already by what others said. */
export type Prepared<Loaded, Result> =
  | Pick<Execution<Loaded, Result>, 'writes' | 'load' | 'decide' | 'result' | 'refused'>
  | { readonly answer: Answer<Result> };

/** A command as the API calls it: validates, says who acts, decides and appends, or refuses; and is counted. */
export function commandHandler<Input extends { readonly idempotencyKey: string }, Value, Loaded, Result>(
  services: Services,
  definition: CommandDefinition<Input, Value, Loaded, Result>,
): (caller: Caller, input: Input) => Promise<Answer<Result>> {
  const answer = async (caller: Caller, input: Input): Promise<Answer<Result>> => {
    const tenantId = caller.viewer.tenant?.id ?? '';
    if (definition.actor === 'TENANT' && tenantId === '') {
      throw new ForbiddenError('This command needs a token that names a tenant.');
    }
    const checked = definition.validate(input, services);
    if (!checked.ok) return { ok: false, refusal: { code: 'INVALID_INPUT', problems: checked.problems } };
    const { subject } = caller.viewer;
    const { idempotencyKey } = input;
    const identity = services.identities.ofRequest(
      { tenant: tenantId, subject },
      idempotencyKey,
      definition.name,
      checked.value,
    );
    const acting = await actingFor(services, caller, tenantId);
    const request = { services, caller, tenantId, subject, idempotencyKey, identity, acting, input: checked.value };
    const prepared = await definition.prepare(request);
    if ('answer' in prepared) return prepared.answer;
    return services.executor.execute({ command: definition.name, identity, acting, ...prepared });
  };
  return counted(services, definition.name, answer);
}

/** The command, with what becomes of it told. */
export function counted<Input, Result>(
  { onOutcome }: Pick<Services, 'onOutcome'>,
  name: string,
  answer: (caller: Caller, input: Input) => Promise<Answer<Result>>,
): (caller: Caller, input: Input) => Promise<Answer<Result>> {
  return async (caller, input) => {
    let outcome: Outcome = 'FAILED';
    try {
      const answered = await answer(caller, input);
      outcome = answered.ok ? 'ACCEPTED' : answered.refusal.code;
      return answered;
    } catch (error) {
      if (error instanceof TryAgainError || error instanceof EventStoreUnavailableError) outcome = 'TRY_AGAIN';
      throw error;
    } finally {
      onOutcome(name, outcome);
    }
  };
}

/** Who acts, as the events tell it. */
export async function actingFor(
  { directory }: Services,
  { viewer, correlationId }: Caller,
  tenantId: string,
): Promise<Acting> {
  return {
    actor: await directory.identify(viewer.subject, viewer.name),
    actorKind: viewer.roles.includes('SERVICE') ? 'SERVICE' : 'PERSON',
    actorTenant: tenantId,
    correlationId,
    causationId: '',
  };
}
