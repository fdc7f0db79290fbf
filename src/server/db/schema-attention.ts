/** The tables of what a person should look at; see schema.ts for what all tables have in common. */

/** How far people have got with something that was noticed. */
export type AttentionStatus = 'open' | 'in_work' | 'done';

/** Something a person should look at. It changes nothing of what it speaks of. */
export interface AttentionRow {
  organisation_id: string;
  register_id: string;
  attention_id: string;
  kind: string;
  event_id: string | null;
  transaction_id: string | null;
  created_at: string;
  /** JSON object. */
  details: string;
  /** As the newest step left it. */
  status: AttentionStatus;
}

/** One thing done about something that was noticed: who, when, and what they wrote. Never changed, never deleted. */
export interface AttentionStepRow {
  organisation_id: string;
  attention_id: string;
  /** 1, 2, 3 … within one entry. */
  step_no: number;
  action: 'mark' | 'repost' | 'post_copy' | 'same_sale';
  /** What the entry's status was afterwards. */
  status: AttentionStatus;
  taken_at: string;
  /** The staff member; null when the server did it by itself. */
  taken_by: string | null;
  note: string | null;
}

/** A push that could not be read at all, kept as it came for a person to look at. */
export interface UnreadPushRow {
  organisation_id: string;
  register_id: string;
  /** SHA-256 of `raw` in hex, so that the same text sent again is kept once. */
  raw_hash: string;
  reason: string;
  received_at: string;
  raw: string;
}
