import { z } from 'zod';
import { insertRows } from '../db/insert-rows.ts';
import type { Batch } from './batch.ts';
import type { ItemOutcome } from './file-items.ts';
import { attentionRow } from './filing.ts';
import type { Loss } from './judge-place.ts';
import type { ReceivedItem } from './received-item.ts';

/** What the entry of a loss says, as it is stored. */
const told = z.object({ epoch: z.int(), lost_from: z.int(), lost_through: z.int(), kept_events: z.int() });
type Told = z.infer<typeof told>;

/**
 * Tells the office which numbers are lost on both sides, once, and how many events are kept that came after them. What
 * is lost is no longer waited for. A push that declares nothing costs nothing here.
 */
export async function noteLoss(
  batch: Batch,
  { items, outcomes }: { items: readonly ReceivedItem[]; outcomes: readonly ItemOutcome[] },
): Promise<void> {
  const seqs: number[] = [];
  const kept = new Map<string, { loss: Loss; events: number }>();
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome.kind === 'conflict' && outcome.loss !== null) {
      const { loss, isNew } = outcome;
      const key = `${String(loss.from)}-${String(loss.through)}`;
      seqs.push(items[index]?.seq ?? 0);
      kept.set(key, { loss, events: (kept.get(key)?.events ?? 0) + (isNew ? 1 : 0) });
    }
  }
  if (seqs.length > 0) {
    await settleGap(batch, Math.max(...seqs));
  }
  for (const { loss, events } of kept.values()) {
    if (events > 0) {
      await tell(batch, loss, events);
    }
  }
}

async function settleGap({ trx, device, epoch }: Batch, seq: number): Promise<void> {
  await trx
    .deleteFrom('chain_gaps')
    .where('organisation_id', '=', device.organisationId)
    .where('register_id', '=', device.registerId)
    .where('epoch', '=', epoch)
    .where('seen_seq', '<=', seq)
    .execute();
}

/** A loss that was told of before gets these events added, for they may come in many pushes. */
async function tell(batch: Batch, { from, through }: Loss, events: number): Promise<void> {
  const { trx, device, epoch } = batch;
  const rows = await trx
    .selectFrom('attention')
    .select(['attention_id', 'details'])
    .where('organisation_id', '=', device.organisationId)
    .where('register_id', '=', device.registerId)
    .where('kind', '=', 'numbers_lost')
    .execute();
  const known = rows
    .map(({ attention_id: id, details }) => ({ id, details: told.parse(JSON.parse(details)) }))
    .find(({ details }) => details.epoch === epoch && details.lost_from === from && details.lost_through === through);
  const details: Told = {
    epoch,
    lost_from: from,
    lost_through: through,
    kept_events: events + (known?.details.kept_events ?? 0),
  };
  if (known === undefined) {
    const row = attentionRow(batch, { event_id: null, transaction_id: null }, { kind: 'numbers_lost', details });
    await insertRows(trx, 'attention', [row]);
    return;
  }
  await trx
    .updateTable('attention')
    .set({ details: JSON.stringify(details) })
    .where('organisation_id', '=', device.organisationId)
    .where('attention_id', '=', known.id)
    .execute();
}
