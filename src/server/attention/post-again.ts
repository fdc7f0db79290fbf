import type { Kysely } from 'kysely';
import type { JournalEvent } from '#core/journal/journal-event.ts';
import { readItem, type ReceivedItem } from '#server/sync/received-item.ts';
import type { Schema } from '../db/schema.ts';
import type { AttentionRow } from '../db/schema-attention.ts';
import type { JournalCopyRow, JournalEventRow } from '../db/schema-journal.ts';
import { instantNow, type ServerDeps } from '../deps.ts';
import { ApiProblem } from '../http/api-problem.ts';
import { type EntryKey, takeStep } from './attention-steps.ts';
import { NotPosted, postEvent } from './post-event.ts';

/** What came of posting a stored event. When it was not posted nothing has changed. */
export type PostOutcome = { posted: true; transaction_id: string | null } | { posted: false; reason: string };

/** Who asked for it; null when the server did by itself. */
export type Asker = string | null;

/**
 * Reads a quarantined event again, word for word as it came in, and files what follows from it: in one transaction, with
 * its id, its place and its number. Then it is accepted, and what was put before a person about it is done. Throws 404
 * where there is no such entry.
 */
export function postAgain(deps: ServerDeps, key: EntryKey, asker: Asker): Promise<PostOutcome> {
  return outcomeOf(
    deps.database.db.transaction().execute(async (trx) => {
      const entry = await lockedEntry(trx, key, ['quarantined']);
      const stored = await storedEvent(trx, entry);
      const step = { action: 'repost' as const, taken_at: instantNow(deps), taken_by: asker, note: null };
      if (stored.status === 'accepted') {
        await takeStep(trx, key, { ...step, status: 'done' });
        return stored.transaction_id;
      }
      const item = understood(stored);
      const posted = await postEvent({ deps, trx }, stored, item);
      await trx
        .updateTable('journal_events')
        .set({
          status: 'accepted',
          reason: null,
          type: posted.type,
          hash: posted.hash,
          transaction_id: posted.transaction_id,
          flags: posted.flags,
        })
        .where('organisation_id', '=', stored.organisation_id)
        .where('event_id', '=', stored.event_id)
        .execute();
      await takeStep(trx, key, { ...step, status: 'done' });
      return posted.transaction_id;
    }),
  );
}

/** The entry, if it is of one of these kinds, after every other change to what its register brought has ended. */
export async function lockedEntry(trx: Kysely<Schema>, key: EntryKey, kinds: readonly string[]): Promise<AttentionRow> {
  // Its row is written first: on SQLite a transaction that has only read may be too late to write.
  await trx
    .updateTable('registers')
    .set((row) => ({ epoch: row.ref('epoch') }))
    .where('organisation_id', '=', key.organisationId)
    .where('register_id', 'in', (row) =>
      row
        .selectFrom('attention')
        .select('register_id')
        .where('organisation_id', '=', key.organisationId)
        .where('attention_id', '=', key.attentionId),
    )
    .execute();
  const entry = await trx
    .selectFrom('attention')
    .selectAll()
    .where('organisation_id', '=', key.organisationId)
    .where('attention_id', '=', key.attentionId)
    .where('kind', 'in', kinds)
    .executeTakeFirst();
  if (entry === undefined) {
    throw new ApiProblem('NOT_FOUND', { attention_id: key.attentionId });
  }
  return entry;
}

/** The event that a stored text says, when it is understood now. Throws NotPosted when it is not. */
export function understood(stored: JournalEventRow | JournalCopyRow): ReceivedItem & { event: JournalEvent } {
  const item = readItem(JSON.parse(stored.raw), stored.raw, { registerId: stored.register_id, epoch: stored.epoch });
  if (item === null || item.event === null) {
    throw new NotPosted(item?.fault ?? 'unreadable: it has no id and seq of its own');
  }
  return { ...item, event: item.event };
}

/** Turns the reason why something was not posted into an outcome; everything else goes on as it is. */
export async function outcomeOf(work: Promise<string | null>): Promise<PostOutcome> {
  try {
    return { posted: true, transaction_id: await work };
  } catch (error) {
    if (error instanceof NotPosted) {
      return { posted: false, reason: error.message };
    }
    throw error;
  }
}

async function storedEvent(trx: Kysely<Schema>, entry: AttentionRow): Promise<JournalEventRow> {
  const stored = await trx
    .selectFrom('journal_events')
    .selectAll()
    .where('organisation_id', '=', entry.organisation_id)
    .where('event_id', '=', entry.event_id)
    .executeTakeFirst();
  if (stored === undefined) {
    throw new ApiProblem('NOT_FOUND', { event_id: entry.event_id });
  }
  return stored;
}
