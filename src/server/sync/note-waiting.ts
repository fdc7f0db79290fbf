import { type PushRequest, type UnsentReport, unsentReport } from '#protocol/sync.ts';
import { saturated } from '../db/readable-sum.ts';
import type { Batch } from './batch.ts';
import type { ItemOutcome } from './file-items.ts';
import type { ReceivedItem } from './received-item.ts';

/** What is kept of a till's own word about what it still holds; nothing where it said none, as older tills do. */
export function unsentColumns({ unsent }: Pick<PushRequest, 'unsent'>, at: string) {
  const told = unsentReport.safeParse(unsent);
  return told.success ? columnsOf(told.data, at) : {};
}

function columnsOf({ events, oldest_sold_at: soldAt }: UnsentReport, at: string) {
  return { unsent_events: events, unsent_oldest_sold_at: soldAt, unsent_told_at: at };
}

/**
 * Notes what a push leaves waiting on its till: events whose predecessors the server lacks, and events that it could
 * not take just now. Both are rare: a push that was taken whole costs nothing here.
 */
export async function noteWaiting(
  batch: Batch,
  { unsent }: Pick<PushRequest, 'unsent'>,
  { items, outcomes }: { items: readonly ReceivedItem[]; outcomes: readonly ItemOutcome[] },
): Promise<void> {
  const beyondGap = items.filter((_item, index) => outcomes[index]?.kind === 'gap');
  const notTaken = items.filter((_item, index) => ['gap', 'retry'].includes(outcomes[index]?.kind ?? 'retry'));
  if (beyondGap.length > 0) {
    await noteGap(batch, Math.max(...beyondGap.map((item) => item.seq)));
  }
  const told = notTaken.length === 0 ? null : unsentReport.safeParse(unsent);
  if (told?.success === true) {
    await noteUnsent(batch, withItems(told.data, notTaken));
  }
}

/** What waits beside the push, and of the push itself what was not taken. */
function withItems(unsent: UnsentReport, notTaken: readonly ReceivedItem[]): UnsentReport {
  const soldAt = [unsent.oldest_sold_at, ...notTaken.map(({ event }) => event?.sold_at ?? null)];
  return {
    events: saturated(unsent.events + notTaken.length),
    oldest_sold_at: soldAt.filter((instant) => instant !== null).toSorted()[0] ?? null,
  };
}

async function noteGap({ trx, device, epoch, receivedAt }: Batch, seenSeq: number): Promise<void> {
  await trx
    .insertInto('chain_gaps')
    .values({
      organisation_id: device.organisationId,
      register_id: device.registerId,
      epoch,
      seen_seq: seenSeq,
      seen_at: receivedAt,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['organisation_id', 'register_id', 'epoch'])
        .doUpdateSet({ seen_seq: seenSeq, seen_at: receivedAt })
        .where('chain_gaps.seen_seq', '<=', seenSeq),
    )
    .execute();
}

async function noteUnsent({ trx, device, receivedAt }: Batch, unsent: UnsentReport): Promise<void> {
  await trx
    .updateTable('registers')
    .set(columnsOf(unsent, receivedAt))
    .where('organisation_id', '=', device.organisationId)
    .where('register_id', '=', device.registerId)
    .execute();
}
