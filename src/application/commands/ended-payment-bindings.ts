import type { DomainEvent } from '../../domain/event.js';
import { factsOf } from '../facts.js';
import type { EndedPaymentBinding } from './contract.js';

/** Payment bindings that a command ended, in the order of its events. */
export const endedPaymentBindings = (events: readonly DomainEvent[]): readonly EndedPaymentBinding[] =>
  factsOf(events, 'PaymentUnbound').map(({ communityId, paymentInterfaceId }) => ({ communityId, paymentInterfaceId }));
