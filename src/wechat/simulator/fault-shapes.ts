import { z } from 'zod';
import { DELIVERY_FAULTS } from './faults.js';

const rate = z.number().min(0).max(1);
const deliveryFault = z.enum(DELIVERY_FAULTS);

/** `FaultSettings` as JSON. */
export const faultSettings = z.strictObject({
  seed: z.int().optional(),
  deliveries: z.partialRecord(deliveryFault, rate).optional(),
  api: z
    .strictObject({
      serverError: rate.optional(),
      refused: rate.optional(),
      reset: rate.optional(),
      halfAnswer: rate.optional(),
      errcode: z.strictObject({ code: z.int(), rate, paths: z.array(z.string()).optional() }).optional(),
      latencyMs: z.int().min(0).max(60_000).optional(),
    })
    .optional(),
});

/** What goes wrong the next time, or the next so many times: with calls of a path, or with deliveries. */
export const nextFault = z
  .strictObject({
    path: z.string().startsWith('/').optional(),
    fault: z
      .union([
        z.enum(['serverError', 'refused', 'reset', 'halfAnswer']),
        z.strictObject({ errcode: z.int() }),
        z.strictObject({ latencyMs: z.int().min(0).max(60_000) }),
      ])
      .optional(),
    deliveries: z.array(deliveryFault).optional(),
    times: z.int().min(1).max(1000).optional(),
  })
  .refine(({ path, fault }) => (path === undefined) === (fault === undefined), 'A path and a fault go together.');
