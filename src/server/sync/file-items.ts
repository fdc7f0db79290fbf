import { CompiledQuery, type Kysely } from 'kysely';
import type { Schema } from '../db/schema.ts';
import { type Ask, type Batch, openBatch } from './batch.ts';
import { copyKey } from './copy-key.ts';
import { type Filing, planConflict, planFiling, planQuarantine, raiseUnproven } from './filing.ts';
import { judgePlace, type Loss } from './judge-place.ts';
import type { SaleEffects } from './plan-effects.ts';
import type { ReceivedItem } from './received-item.ts';
import { writeFilings } from './write-filings.ts';

/** What came of one item; "new" and "stored" are answered from what the database holds. */
export type ItemOutcome =
  | { kind: 'new' }
  | { kind: 'stored' }
  /** `loss`: what was lost on both sides before it; null when it is another device's. `isNew`: it was not here yet. */
  | { kind: 'conflict'; loss: Loss | null; isNew: boolean }
  | { kind: 'gap'; expected: number }
  | { kind: 'retry' };

/** What is to be done about an item, and written. */
interface Decision {
  outcome: ItemOutcome;
  filing: Filing | null;
}

/** What came of the items of a push, in their order. */
export interface FiledItems {
  batch: Batch;
  outcomes: ItemOutcome[];
}

/** The database refused rows of items that were written together. */
export class RowsRefused extends Error {
  override readonly name = 'RowsRefused';
}

/**
 * Files the items of a push in the order sent, all of them written together, in few statements. Should the database
 * refuse any of it, throws RowsRefused: the transaction is to be given up and the items go one by one. Trouble of the
 * database itself is thrown as it is.
 */
export async function fileTogether(ask: Ask, items: readonly ReceivedItem[]): Promise<FiledItems> {
  const batch = await openBatch(ask, items);
  const decisions = items.map((item) => {
    const decision = decide(batch, item);
    remember(batch, item, decision);
    return decision;
  });
  const filings = decisions.flatMap(({ filing }) => (filing === null ? [] : [filing]));
  try {
    await writeFilings(batch.trx, raised(batch, filings));
  } catch (error) {
    throw new RowsRefused(refusalOf(batch, filings, error), { cause: error });
  }
  return { batch, outcomes: decisions.map(({ outcome }) => outcome) };
}

/**
 * Files each item with all of its effects in a savepoint of its own, so that one that the database refuses is
 * quarantined alone.
 */
export async function fileOneByOne(ask: Ask, items: readonly ReceivedItem[]): Promise<FiledItems> {
  const batch = await openBatch(ask, items);
  const outcomes: ItemOutcome[] = [];
  for (const item of items) {
    // After an item that could not even be quarantined the chain stands still: its successors wait with it.
    const waits = outcomes.at(-1)?.kind === 'retry';
    outcomes.push(waits ? { kind: 'retry' } : await fileOne(batch, item));
  }
  return { batch, outcomes };
}

async function fileOne(batch: Batch, item: ReceivedItem): Promise<ItemOutcome> {
  const decision = decide(batch, item);
  const refusal = decision.filing === null ? null : await write(batch, [decision.filing]);
  if (refusal === null) {
    remember(batch, item, decision);
    return decision.outcome;
  }
  const quarantine = planQuarantine(batch, item, `effects: ${refusal}`);
  if (decision.outcome.kind !== 'new' || (await write(batch, [quarantine])) !== null) {
    // Not even the bare event could be kept. The till keeps it and the sequence waits; nothing is lost.
    return { kind: 'retry' };
  }
  remember(batch, item, { outcome: decision.outcome, filing: quarantine });
  return decision.outcome;
}

function decide(batch: Batch, item: ReceivedItem): Decision {
  const verdict = judgePlace(item, batch.stored.get(item.id), batch);
  switch (verdict.kind) {
    case 'stored':
    case 'gap':
      return { outcome: verdict, filing: null };
    case 'conflict': {
      const filing = planConflict(batch, item, verdict);
      const loss = verdict.because === 'after_loss' ? verdict.loss : null;
      return { outcome: { kind: 'conflict', loss, isNew: filing !== null }, filing };
    }
    case 'next':
      return { outcome: { kind: 'new' }, filing: planNext(batch, item) };
  }
}

function planNext(batch: Batch, item: ReceivedItem): Filing {
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

/** The items that follow must see this one as stored. */
function remember(batch: Batch, item: ReceivedItem, { outcome, filing }: Decision): void {
  const loss = outcome.kind === 'conflict' ? outcome.loss : null;
  if (loss !== null && batch.declared !== null) {
    // Also what follows a damaged one, which proves nothing about what it continues, waits for nothing.
    batch.declared = { ...batch.declared, through: Math.max(batch.declared.through, item.seq) };
  }
  if (filing?.copy) {
    batch.copies.add(copyKey(filing.copy.event_id, filing.copy.raw_hash));
    if (filing.copy.hash !== null) {
      batch.copied.set(filing.copy.hash, loss);
    }
  }
  if (!filing?.event) {
    return;
  }
  // What a damaged event says of its hash proves nothing about what comes after it.
  batch.head = { seq: item.seq, hash: item.intact ? item.hash : null };
  batch.stored.set(item.id, { hash: item.hash, status: filing.event.status, raw: item.raw });
  if (filing.drawer !== null) {
    batch.drawers.add(filing.drawer.drawer_session_id);
  }
  if (filing.sale !== null) {
    rememberSale(batch, filing.sale);
  }
}

function rememberSale(batch: Batch, { rows, deltas }: SaleEffects): void {
  const { transaction_id: id, transaction_number: number } = rows.transaction;
  batch.transactions.add(id);
  batch.numbers.set(number, batch.numbers.get(number) ?? id);
  for (const [variant, delta] of deltas) {
    batch.stock.set(variant, (batch.stock.get(variant) ?? 0) + delta);
    batch.stockUndue.set(variant, (batch.stockUndue.get(variant) ?? 0) - delta);
  }
}

/** Null when all of it stands; why not, when the database refused these rows and they were undone. */
async function write(batch: Batch, filings: readonly Filing[]): Promise<string | null> {
  await command(batch.trx, 'savepoint filing');
  try {
    await writeFilings(batch.trx, raised(batch, filings));
    await command(batch.trx, 'release savepoint filing');
    return null;
  } catch (error) {
    const refusal = refusalOf(batch, filings, error);
    await command(batch.trx, 'rollback to savepoint filing');
    await command(batch.trx, 'release savepoint filing');
    return refusal;
  }
}

function raised(batch: Batch, filings: readonly Filing[]): readonly Filing[] {
  return batch.isUnproven ? filings.map((filing) => raiseUnproven(batch, filing)) : filings;
}

/** Why the database refused these rows, which is logged; throws the error again when it is not about rows. */
function refusalOf(batch: Batch, filings: readonly Filing[], error: unknown): string {
  if (!batch.deps.database.blamesRow(error)) {
    throw error;
  }
  const fields = { register: batch.device.registerId, epoch: batch.epoch, filings: filings.length, err: error };
  batch.deps.logger.warn(fields, 'the database refused to file events');
  return messageOf(error);
}

async function command(trx: Kysely<Schema>, text: string): Promise<void> {
  await trx.executeQuery(CompiledQuery.raw(text));
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 300);
}
