import { z } from 'zod';
import { id, instant, textUpTo } from './values.ts';

/** What the office asks and is told about what a person should look at. */

export const attentionStatus = z.enum(['open', 'in_work', 'done']);
export type AttentionStatus = z.infer<typeof attentionStatus>;

/** `GET /api/v1/attention?…`. */
export const attentionQuery = z.object({
  status: attentionStatus.optional(),
  kind: id.optional(),
  register_id: id.optional(),
});
export type AttentionQuery = z.infer<typeof attentionQuery>;

const entry = z.object({
  attention_id: id,
  kind: z.string(),
  register_id: id,
  transaction_id: z.string().nullable(),
  created_at: instant,
  status: attentionStatus,
  details: z.record(z.string(), z.unknown()),
});
export type AttentionEntry = z.infer<typeof entry>;

/** `GET /api/v1/attention` → data: what a person should look at, newest first. */
export const attentionList = z.array(entry);

/** `GET /api/v1/attention/counts` → data. `kinds` and `registers` count what is not done. */
export const attentionCounts = z.object({
  open: z.int(),
  in_work: z.int(),
  done: z.int(),
  kinds: z.record(z.string(), z.int()),
  registers: z.record(z.string(), z.int()),
});
export type AttentionCounts = z.infer<typeof attentionCounts>;

/** `GET /api/v1/attention/{id}` → data. */
export const attentionDetail = entry.extend({
  /** Everything that was done about it, in order. */
  steps: z.array(
    z.object({
      action: z.enum(['mark', 'repost', 'post_copy', 'same_sale']),
      status: attentionStatus,
      taken_at: instant,
      /** Null when the server did it by itself. */
      taken_by: z.object({ staff_id: id, name: z.string() }).nullable(),
      note: z.string().nullable(),
    }),
  ),
  /** The text that it speaks of, word for word; null when there is none. */
  raw: z.string().nullable(),
  /** Of an event "accepted" or "quarantined", of a copy "kept", "posted" or "same_sale". */
  source_status: z.string().nullable(),
});
export type AttentionDetail = z.infer<typeof attentionDetail>;

/** `POST /api/v1/attention/{id}/steps`: how far a person has got. */
export const markRequest = z.strictObject({ status: attentionStatus, note: textUpTo(1000).nullable() });

/** `POST /api/v1/attention/{id}/copy`: it is a sale of its own, or the one that is posted already. */
export const copyRequest = z.strictObject({
  decision: z.enum(['post', 'same_sale']),
  note: textUpTo(1000).nullable(),
});

/** `POST /api/v1/attention/{id}/repost` and `/copy` → data. Where it was not posted nothing has changed. */
export const postAnswer = z.discriminatedUnion('posted', [
  z.object({ posted: z.literal(true), transaction_id: z.string().nullable() }),
  z.object({ posted: z.literal(false), reason: z.string() }),
]);
export type PostAnswer = z.infer<typeof postAnswer>;

/** `POST /api/v1/attention/repost_all` → data. */
export const postAllAnswer = z.object({ tried: z.int(), posted: z.int() });
