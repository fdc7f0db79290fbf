import type { Kysely } from 'kysely';
import { z } from 'zod';
import { postedAs } from '#server/operations/derived-rows.ts';
import type { Schema } from '../db/schema.ts';
import type { AttentionRow } from '../db/schema-attention.ts';
import type { JournalCopyRow } from '../db/schema-journal.ts';
import { instantNow, type ServerDeps } from '../deps.ts';
import { ApiProblem } from '../http/api-problem.ts';
import { type EntryKey, takeStep } from './attention-steps.ts';
import { type Asker, lockedEntry, outcomeOf, type PostOutcome, understood } from './post-again.ts';
import { NotPosted, postEvent } from './post-event.ts';

/** Entries that speak of a copy: of another device's event, and of one that came after a loss. */
export const COPY_KINDS: readonly string[] = ['conflict', 'after_loss'];

/** What a person says of an event that is kept beside the chain. */
export interface CopyDecision {
  /** `post`: it is a sale of its own, money was taken for it. `same_sale`: it is the one that is posted already. */
  decision: 'post' | 'same_sale';
  note: string | null;
}

/** Told with the entry since copies can be posted. */
const told = z.object({ raw_hash: z.string() });

/**
 * Does with a kept copy what a person has decided. Posted, it is a sale of its own under the number that its customer
 * holds on paper, raised as one that repeats; once, whoever asks how often. Throws 404 where there is no such entry.
 */
export function decideCopy(
  deps: ServerDeps,
  key: EntryKey,
  { decision, note, asker }: CopyDecision & { asker: Asker },
): Promise<PostOutcome> {
  return outcomeOf(
    deps.database.db.transaction().execute(async (trx) => {
      const copy = await storedCopy(trx, await lockedEntry(trx, key, COPY_KINDS));
      if (copy.status === 'posted') {
        throw new NotPosted('posted: it has been posted already');
      }
      const ids = decision === 'post' ? await post({ deps, trx }, copy) : null;
      await trx
        .updateTable('journal_copies')
        .set({
          status: decision === 'post' ? 'posted' : 'same_sale',
          posted_event_id: ids?.eventId ?? null,
          transaction_id: ids?.transactionId ?? null,
        })
        .where('organisation_id', '=', copy.organisation_id)
        .where('register_id', '=', copy.register_id)
        .where('event_id', '=', copy.event_id)
        .where('raw_hash', '=', copy.raw_hash)
        .execute();
      const action = decision === 'post' ? 'post_copy' : 'same_sale';
      await takeStep(trx, key, { action, status: 'done', taken_at: instantNow(deps), taken_by: asker, note });
      return ids?.transactionId ?? null;
    }),
  );
}

async function post(
  { deps, trx }: { deps: ServerDeps; trx: Kysely<Schema> },
  copy: JournalCopyRow,
): Promise<{ eventId: string; transactionId: string }> {
  const item = understood(copy);
  if (item.event.type !== 'sale.completed') {
    throw new NotPosted(`type: ${item.event.type} is no sale, nothing of it can be posted`);
  }
  const ids = await freeIds(trx, copy, item.event.body.transaction_id);
  await postEvent({ deps, trx }, copy, { ...item, event: postedAs(item.event, ids) });
  return ids;
}

/** Its own transaction id, unless another sale has it. What is made from its ids and its text no other copy gets. */
async function freeIds(
  trx: Kysely<Schema>,
  copy: JournalCopyRow,
  transactionId: string,
): Promise<{ eventId: string; transactionId: string }> {
  const event = await trx
    .selectFrom('journal_events')
    .select(['hash', 'status'])
    .where('organisation_id', '=', copy.organisation_id)
    .where('event_id', '=', copy.event_id)
    .executeTakeFirst();
  if (event?.status === 'accepted' && event.hash === copy.hash) {
    throw new NotPosted('posted: the very same event came in later, and was posted');
  }
  const sale = await trx
    .selectFrom('transactions')
    .select('transaction_id')
    .where('organisation_id', '=', copy.organisation_id)
    .where('transaction_id', '=', transactionId)
    .executeTakeFirst();
  const made = (id: string) => `${id.slice(0, 80)}~${copy.raw_hash.slice(0, 16)}`;
  return {
    eventId: made(copy.event_id),
    transactionId: sale === undefined ? transactionId : made(transactionId),
  };
}

/** The copy that an entry speaks of. */
export async function storedCopy(db: Kysely<Schema>, entry: AttentionRow): Promise<JournalCopyRow> {
  const rawHash = told.safeParse(JSON.parse(entry.details)).data?.raw_hash;
  const copies = await db
    .selectFrom('journal_copies')
    .selectAll()
    .where('organisation_id', '=', entry.organisation_id)
    .where('register_id', '=', entry.register_id)
    .where('event_id', '=', entry.event_id)
    .execute();
  const copy = rawHash === undefined ? copies[0] : copies.find((each) => each.raw_hash === rawHash);
  if (copy === undefined || (rawHash === undefined && copies.length > 1)) {
    throw new ApiProblem('NOT_FOUND', { event_id: entry.event_id });
  }
  return copy;
}
