import { CompiledQuery, type Kysely } from 'kysely';
import { insertRows } from '../db/insert-rows.ts';
import type { Schema } from '../db/schema.ts';
import { sha256Hex } from '../http/secrets.ts';
import type { Batch } from './batch.ts';
import { attentionRow, type Filing, planFiling, planQuarantine, writeFiling } from './filing.ts';
import { judgePlace } from './judge-place.ts';
import type { ReceivedItem } from './received-item.ts';

/** What came of one item; "new" and "stored" are answered from what the database holds. */
export type ItemOutcome =
  { kind: 'new' } | { kind: 'stored' } | { kind: 'conflict' } | { kind: 'gap'; expected: number } | { kind: 'retry' };

/**
 * Files one item: the event and all of its effects in a savepoint of their own. When they cannot be written, only
 * they are undone and the event is quarantined. Trouble of the database itself is thrown: it ends the batch.
 */
export async function fileItem(batch: Batch, item: ReceivedItem): Promise<ItemOutcome> {
  const verdict = judgePlace(item, batch.stored.get(item.id), batch.head);
  switch (verdict.kind) {
    case 'stored':
    case 'gap':
      return verdict;
    case 'conflict':
      await keepCopy(batch, item, verdict.because);
      return { kind: 'conflict' };
    case 'next':
      return fileNext(batch, item);
  }
}

async function fileNext(batch: Batch, item: ReceivedItem): Promise<ItemOutcome> {
  const plan = planItem(batch, item);
  const refused = await tryFiling(batch, plan);
  if (refused === null) {
    remember(batch, item, plan);
    return { kind: 'new' };
  }
  const quarantine = planQuarantine(batch, item, `effects: ${refused}`);
  if ((await tryFiling(batch, quarantine)) !== null) {
    // Not even the bare event could be kept. The till keeps it and the sequence waits; nothing is lost.
    return { kind: 'retry' };
  }
  remember(batch, item, quarantine);
  return { kind: 'new' };
}

function planItem(batch: Batch, item: ReceivedItem): Filing {
  const { event, raw } = item;
  if (event === null) {
    return planQuarantine(batch, item, item.fault ?? 'not understood');
  }
  try {
    return planFiling(batch, { event, raw });
  } catch (error) {
    return planQuarantine(batch, item, `effects: ${messageOf(error)}`);
  }
}

/** Null when all of it stands; why not, when these rows were refused and undone. */
async function tryFiling(batch: Batch, filing: Filing): Promise<string | null> {
  await command(batch.trx, 'savepoint item');
  try {
    await writeFiling(batch, filing);
    await command(batch.trx, 'release savepoint item');
    return null;
  } catch (error) {
    if (!batch.deps.database.blamesRow(error)) {
      throw error;
    }
    await command(batch.trx, 'rollback to savepoint item');
    await command(batch.trx, 'release savepoint item');
    const { epoch, seq } = filing.event;
    batch.deps.logger.error(
      { register: batch.device.registerId, epoch, seq, err: error },
      'an event could not be filed',
    );
    return messageOf(error);
  }
}

/** The next item of the batch must see this one as stored. */
function remember(batch: Batch, item: ReceivedItem, { event, sale }: Filing): void {
  batch.head = { seq: item.seq, hash: item.hash };
  batch.stored.set(item.id, {
    hash: item.hash,
    status: event.status,
    reason: event.reason,
    transactionId: event.transaction_id,
    flags: [],
    raw: item.raw,
  });
  if (sale !== null) {
    const { transaction_id: id, transaction_number: number } = sale.rows.transaction;
    batch.transactions.add(id);
    batch.numbers.set(number, batch.numbers.get(number) ?? id);
    for (const [variant, delta] of sale.deltas) {
      batch.stock.set(variant, (batch.stock.get(variant) ?? 0) + delta);
    }
  }
}

/** Keeps an event whose id or place is taken beside the one that came first, once, and tells the office. */
async function keepCopy(batch: Batch, item: ReceivedItem, because: string): Promise<void> {
  const { device, epoch, trx } = batch;
  const added = await trx
    .insertInto('journal_copies')
    .values({
      organisation_id: device.organisationId,
      register_id: device.registerId,
      epoch,
      seq: item.seq,
      event_id: item.id,
      raw_hash: sha256Hex(item.raw),
      received_at: batch.receivedAt,
      raw: item.raw,
    })
    .onConflict((conflict) => conflict.columns(['organisation_id', 'register_id', 'event_id', 'raw_hash']).doNothing())
    .returning('event_id')
    .execute();
  if (added.length > 0) {
    const sale = item.event?.type === 'sale.completed' ? item.event.body : null;
    const details = {
      because,
      epoch,
      seq: item.seq,
      transaction_number: sale?.transaction_number,
      total_amount: sale?.totals.total_amount,
    };
    const about = { event_id: item.id, transaction_id: sale?.transaction_id ?? null };
    await insertRows(trx, 'attention', [attentionRow(batch, about, { kind: 'conflict', details })]);
  }
}

async function command(trx: Kysely<Schema>, text: string): Promise<void> {
  await trx.executeQuery(CompiledQuery.raw(text));
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 300);
}
