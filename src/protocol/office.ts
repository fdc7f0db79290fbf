import { z } from 'zod';
import { id, instant, text } from './values.ts';

/** What the office page asks for. The session itself is a cookie the page cannot read. */

/** `POST /api/v1/session`. */
export const signInRequest = z.strictObject({
  email: z.string().min(3).max(200),
  password: z.string().min(1).max(200),
});

/** `GET` and `POST /api/v1/session` → data. `csrf_token` goes into the x-csrf-token header of every change. */
export const sessionAnswer = z.object({
  staff_id: id,
  name: text,
  role: z.enum(['cashier', 'supervisor', 'manager']),
  organisation_name: text,
  /** Where the organisation trades: times and money of a sale are read in its local's zone and currency. */
  locals: z.array(z.object({ local_id: id, name: text, time_zone: id, currency: id })),
  csrf_token: z.string(),
});
export type SessionAnswer = z.infer<typeof sessionAnswer>;

/** `GET /api/v1/registers` → data. */
export const registerList = z.array(
  z.object({
    register_id: id,
    code: id,
    name: text,
    local_id: id,
    epoch: z.int(),
    enrolled: z.boolean(),
    last_seen_at: instant.nullable(),
    /** What its till said it still holds beside what it has sent; null when it never said. */
    unsent: z.object({ events: z.int(), oldest_sold_at: instant.nullable(), told_at: instant }).nullable(),
    /** Events that the server knows to exist, for later ones came, and does not have. */
    missing_events: z.int(),
  }),
);
export type RegisterList = z.infer<typeof registerList>;

/** `POST /api/v1/registers/{id}/enrolment_codes` → data. */
export const enrolmentCodeAnswer = z.object({ code: z.string(), expires_at: instant });
