import { takeStep } from '../attention/attention-steps.ts';
import { sha256Hex } from '../http/secrets.ts';
import type { Batch } from './batch.ts';
import { copyKey } from './copy-key.ts';
import type { ItemOutcome } from './file-items.ts';
import type { ReceivedItem } from './received-item.ts';

/**
 * What was kept after a loss that turned out to be none, and has come into the chain now, is done with: nobody has to
 * decide about it any more. Nearly every push meets no copies, and costs nothing here.
 */
export async function settleCopies(
  batch: Batch,
  { items, outcomes }: { items: readonly ReceivedItem[]; outcomes: readonly ItemOutcome[] },
): Promise<void> {
  if (batch.copies.size === 0) {
    return;
  }
  for (const [index, item] of items.entries()) {
    const isFiled = outcomes[index]?.kind === 'new' && batch.stored.get(item.id)?.status === 'accepted';
    const rawHash = sha256Hex(item.raw);
    if (isFiled && batch.copies.has(copyKey(item.id, rawHash))) {
      await settle(batch, { eventId: item.id, rawHash });
    }
  }
}

async function settle(
  { trx, device, receivedAt }: Batch,
  { eventId, rawHash }: { eventId: string; rawHash: string },
): Promise<void> {
  const { organisationId, registerId } = device;
  await trx
    .updateTable('journal_copies')
    .set({ status: 'same_sale' })
    .where('organisation_id', '=', organisationId)
    .where('register_id', '=', registerId)
    .where('event_id', '=', eventId)
    .where('raw_hash', '=', rawHash)
    .where('status', '=', 'kept')
    .execute();
  const entries = await trx
    .selectFrom('attention')
    .select('attention_id')
    .where('organisation_id', '=', organisationId)
    .where('register_id', '=', registerId)
    .where('event_id', '=', eventId)
    .where('kind', '=', 'after_loss')
    .where('status', '<>', 'done')
    .execute();
  for (const { attention_id: attentionId } of entries) {
    const step = { action: 'same_sale', status: 'done', taken_at: receivedAt, taken_by: null, note: null } as const;
    await takeStep(trx, { organisationId, attentionId }, step);
  }
}
