import type { Kysely } from 'kysely';
import type { Schema } from '../db/schema.ts';
import type { AttentionRow, AttentionStepRow } from '../db/schema-attention.ts';

/** What was done about an entry of the attention list, by whom and when. */
export type Step = Pick<AttentionStepRow, 'action' | 'status' | 'taken_at' | 'taken_by' | 'note'>;

/** An entry of one organisation. */
export interface EntryKey {
  organisationId: string;
  attentionId: string;
}

/**
 * Writes down what was done, and what the entry's status is after it. Whoever does two things about one entry at once
 * does them one after the other. Null when there is no such entry.
 */
export async function takeStep(trx: Kysely<Schema>, key: EntryKey, step: Step): Promise<AttentionRow | null> {
  const entry = await trx
    .updateTable('attention')
    .set({ status: step.status })
    .where('organisation_id', '=', key.organisationId)
    .where('attention_id', '=', key.attentionId)
    .returningAll()
    .executeTakeFirst();
  if (entry === undefined) {
    return null;
  }
  const { last } = await trx
    .selectFrom('attention_steps')
    .select((row) => row.fn.max('step_no').as('last'))
    .where('organisation_id', '=', key.organisationId)
    .where('attention_id', '=', key.attentionId)
    .executeTakeFirstOrThrow();
  await trx
    .insertInto('attention_steps')
    .values({
      organisation_id: key.organisationId,
      attention_id: key.attentionId,
      step_no: Number(last ?? 0) + 1,
      ...step,
    })
    .execute();
  return entry;
}
