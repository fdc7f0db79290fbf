import { z } from 'zod';
import { hash, id, instant } from './values.ts';

/** `POST /api/v1/pos/sync`: a till hands over what happened. See docs/sync.md for what the statuses ask of it. */

/** Most events, and most bytes of JSON, in one push. */
export const MAX_PUSH_EVENTS = 500;
export const MAX_PUSH_BYTES = 1024 * 1024;

/**
 * What a till holds beside the items of a push: how many events that nobody has confirmed, and when the oldest of
 * them was sold; null when there is none.
 */
export const unsentReport = z.strictObject({ events: z.int().min(0), oldest_sold_at: instant.nullable() });
export type UnsentReport = z.infer<typeof unsentReport>;

/** Items are checked one by one on the server, so that one bad event never holds up the rest. */
export const pushRequest = z.strictObject({
  v: z.literal(1),
  register_id: id,
  epoch: z.int().positive(),
  nonce: id,
  client_now: instant,
  /** An UnsentReport, for those who watch over the shop. Absent or not readable, the push is as good. */
  unsent: z.unknown().optional(),
  /**
   * A declared loss: of the numbers of this epoch up to and including this one, those that the server lacks are not on
   * this device either, and never will be again. The items begin right after it.
   */
  lost_through: z.int().positive().optional(),
  items: z.array(z.unknown()).min(1).max(MAX_PUSH_EVENTS),
});
export type PushRequest = z.infer<typeof pushRequest>;

const place = { id, seq: z.int().positive() };

export const pushResult = z.discriminatedUnion('status', [
  z.strictObject({
    ...place,
    status: z.literal('accepted'),
    transaction_id: id.optional(),
    flags: z.array(id).optional(),
  }),
  z.strictObject({ ...place, status: z.literal('duplicate'), transaction_id: id.optional() }),
  z.strictObject({ ...place, status: z.literal('quarantined'), reason: z.string() }),
  z.strictObject({ ...place, status: z.literal('conflict') }),
  z.strictObject({ ...place, status: z.literal('gap'), expected: z.int().positive() }),
  z.strictObject({ ...place, status: z.literal('retry') }),
]);
export type PushResult = z.infer<typeof pushResult>;

/** The newest link the server holds without a gap before it; null hash before the first one. */
export const chainHead = z.strictObject({ epoch: z.int().positive(), seq: z.int().min(0), hash: hash.nullable() });

export const pushAnswer = z.strictObject({
  nonce: id,
  server_now: instant,
  results: z.array(pushResult),
  high_water: chainHead,
});
export type PushAnswer = z.infer<typeof pushAnswer>;

/**
 * `GET /api/v1/pos/sync/head?epoch=` → data. With `&seq=&hash=` it also says whether the server holds that very event,
 * in the chain or as a copy beside it.
 */
export const headAnswer = z.strictObject({ server_now: instant, high_water: chainHead, holds: z.boolean().optional() });

/** `POST /api/v1/pos/sync/epoch` → data: a new epoch for a till that cannot prove what it last wrote. */
export const epochAnswer = z.strictObject({ epoch: z.int().positive() });
