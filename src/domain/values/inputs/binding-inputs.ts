import { Problems, type Validated } from '../validation.js';
import type { AccountInput, KeyedInput } from './keyed.js';

interface CommunitiesToUnbind extends AccountInput {
  readonly communityIds: readonly string[];
}
interface CommunitiesToBind extends CommunitiesToUnbind {
  readonly move: boolean;
}

export function validateBindCommunities(input: CommunitiesToBind): Validated<CommunitiesToBind> {
  const v = new Problems();
  return v.result({ ...communitiesOfAccount(v, input), move: input.move });
}

export function validateUnbindCommunities(input: CommunitiesToUnbind): Validated<CommunitiesToUnbind> {
  const v = new Problems();
  return v.result(communitiesOfAccount(v, input));
}

interface PaymentsToUnbind extends KeyedInput {
  readonly paymentInterfaceId: string;
  readonly communityIds: readonly string[];
}
interface PaymentsToBind extends PaymentsToUnbind {
  readonly merchantNumber: string;
  readonly replace: boolean;
}

export function validateBindPaymentInterface(input: PaymentsToBind): Validated<PaymentsToBind> {
  const v = new Problems();
  return v.result({
    ...communitiesOfInterface(v, input),
    merchantNumber: v.merchantNumber(input.merchantNumber),
    replace: input.replace,
  });
}

export function validateUnbindPaymentInterface(input: PaymentsToUnbind): Validated<PaymentsToUnbind> {
  const v = new Problems();
  return v.result(communitiesOfInterface(v, input));
}

const communitiesOfAccount = (v: Problems, input: CommunitiesToUnbind): CommunitiesToUnbind => ({
  idempotencyKey: v.idempotencyKey(input.idempotencyKey),
  appId: v.appId(input.appId),
  communityIds: v.ids(input.communityIds, ['communityIds']),
});

const communitiesOfInterface = (v: Problems, input: PaymentsToUnbind): PaymentsToUnbind => ({
  idempotencyKey: v.idempotencyKey(input.idempotencyKey),
  paymentInterfaceId: v.id(input.paymentInterfaceId, ['paymentInterfaceId']),
  communityIds: v.ids(input.communityIds, ['communityIds']),
});
