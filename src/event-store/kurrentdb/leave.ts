import type { AllStreamSubscription, StreamSubscription } from '@kurrent/kurrentdb-client';

/** Ends a subscription, whatever state it is in. */
export function leave(subscription: AllStreamSubscription | StreamSubscription): void {
  subscription.on('error', () => undefined);
  subscription.unsubscribe().catch(() => undefined);
  subscription.destroy();
}
