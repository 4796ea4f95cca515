import { MessageChannel, type MessagePort } from 'node:worker_threads';

/**
 * Wakes another thread straight from the one that has something to tell, past the main thread's event loop, which may
 * be busy for long. While a ring is on its way, further ones are part of it.
 */
export interface Bell {
  readonly ringing: SharedArrayBuffer;
  readonly port: MessagePort;
}

/** Two ends: whoever holds `rope` rings, whoever holds `clapper` hears. Both can be handed to a thread, once. */
export function hangBell(): { readonly rope: Bell; readonly clapper: Bell } {
  const { port1, port2 } = new MessageChannel();
  const ringing = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  return { rope: { ringing, port: port1 }, clapper: { ringing, port: port2 } };
}

export function ring({ ringing, port }: Bell): void {
  if (Atomics.exchange(new Int32Array(ringing), 0, 1) === 0) port.postMessage(null);
}

/** Calls back for each ring. What happens after the call-back has begun rings again. Keeps no thread alive. */
export function listen({ ringing, port }: Bell, heard: () => void): void {
  port.on('message', () => {
    Atomics.store(new Int32Array(ringing), 0, 0);
    heard();
  });
  port.unref();
}
