import { z } from 'zod';
import { id, text } from './values.ts';

/**
 * `POST /api/v1/pos/enrolments`: a device becomes a register, by a one-time code or as a guest of the demo shop. A device
 * that cannot become another register than the one that it is names that one: a code for another is refused, and not used up.
 */
export const enrolmentRequest = z.union([
  z.strictObject({
    code: z.string().regex(/^[A-Z0-9]{4}-[A-Z0-9]{4}$/),
    only: z.strictObject({ organisation_id: id, register_id: id }).exactOptional(),
  }),
  z.strictObject({ demo: z.literal(true) }),
]);
export type EnrolmentRequest = z.infer<typeof enrolmentRequest>;

/** The demo shop's PINs, as shown on its sign-in screen. */
export const demoPins = z.array(z.strictObject({ staff_id: id, pin: z.string() }));

export const enrolmentAnswer = z.strictObject({
  organisation: z.strictObject({ organisation_id: id, name: text }),
  local: z.strictObject({ local_id: id, name: text, time_zone: id, currency: id }),
  register: z.strictObject({ register_id: id, code: id, name: text }),
  epoch: z.int().positive(),
  /** Opaque; the server keeps only its SHA-256. */
  device_token: z.string().min(32),
  /** The demo shop's PINs, shown on the sign-in screen; null outside it. */
  demo_pins: demoPins.nullable(),
});
export type EnrolmentAnswer = z.infer<typeof enrolmentAnswer>;
