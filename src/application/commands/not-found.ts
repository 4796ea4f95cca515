import type { Refusal } from '../../domain/refusal.js';
import type { Answer } from '../answer.js';
import type { Request } from './command-handler.js';

type NotFoundCode = 'ACCOUNT_NOT_FOUND' | 'PAYMENT_INTERFACE_NOT_FOUND' | 'SHARING_NOT_FOUND';

/** For an id that cannot exist: refused like one that does not, but a key used before is recognised all the same. */
export async function notFoundAnswer(
  { services, identity }: Pick<Request<unknown>, 'services' | 'identity'>,
  code: NotFoundCode,
): Promise<{ readonly answer: Answer<never> }> {
  const refusal: Refusal = { code };
  const nothing = (): never => {
    throw new Error('A command with an impossible id cannot have been accepted.');
  };
  const repeated = await services.executor.repeated({ identity, result: nothing });
  return { answer: repeated ?? { ok: false, refusal } };
}
