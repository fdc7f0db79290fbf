import type { Kysely } from 'kysely';
import type { PushAnswer, PushRequest, PushResult } from '#protocol/sync.ts';
import type { Schema } from '../db/schema.ts';
import { instantNow, type ServerDeps } from '../deps.ts';
import { ApiProblem } from '../http/api-problem.ts';
import type { Device } from '../http/device-auth.ts';
import { type Batch, findStored, openBatch, readHead } from './batch.ts';
import { fileItem, type ItemOutcome } from './file-item.ts';
import type { StoredEvent } from './judge-place.ts';
import type { ReceivedItem } from './received-item.ts';

/**
 * Files a push in one database transaction, item by item in the order sent, and commits before it answers. The
 * answer is read back from what is stored. One push of a register waits for the other: its row is written first.
 */
export async function filePush(
  deps: ServerDeps,
  device: Device,
  push: { request: PushRequest; items: ReceivedItem[] },
): Promise<PushAnswer> {
  const { request, items } = push;
  return deps.database.db.transaction().execute(async (trx) => {
    const receivedAt = instantNow(deps);
    const register = await lockRegister(trx, device, receivedAt);
    const batch = await openBatch({ deps, trx, device, epoch: request.epoch, receivedAt }, items);
    const outcomes = await fileAll(batch, items);
    await saveHead(batch, register.epoch);
    const stored = await findStored(batch, [...new Set(items.map((item) => item.id))]);
    const head = await readHead(trx, batch);
    return {
      nonce: request.nonce,
      server_now: receivedAt,
      results: items.map((item, index) => resultOf(item, outcomes[index] ?? { kind: 'retry' }, stored.get(item.id))),
      high_water: highWater(request.epoch, head),
    };
  });
}

/** The newest link as the wire tells it: no hash before the first. */
export function highWater(epoch: number, head: { seq: number; hash: string | null }): PushAnswer['high_water'] {
  return { epoch, seq: head.seq, hash: head.seq === 0 ? null : head.hash };
}

async function fileAll(batch: Batch, items: readonly ReceivedItem[]): Promise<ItemOutcome[]> {
  const outcomes: ItemOutcome[] = [];
  for (const item of items) {
    // After an item that could not even be quarantined the chain stands still: its successors wait with it.
    const waits = outcomes.at(-1)?.kind === 'retry';
    outcomes.push(waits ? { kind: 'retry' } : await fileItem(batch, item));
  }
  return outcomes;
}

/** Writing the row makes every other push of this register wait, and shows whether the token was just replaced. */
async function lockRegister(trx: Kysely<Schema>, device: Device, now: string): Promise<{ epoch: number }> {
  const register = await trx
    .updateTable('registers')
    .set({ last_seen_at: now })
    .where('organisation_id', '=', device.organisationId)
    .where('register_id', '=', device.registerId)
    .where('device_token_hash', '=', device.tokenHash)
    .returning('epoch')
    .executeTakeFirst();
  if (register === undefined) {
    throw new ApiProblem('DEVICE_NOT_ENROLLED');
  }
  return register;
}

async function saveHead({ trx, device, epoch, head }: Batch, registerEpoch: number): Promise<void> {
  if (head.seq === 0) {
    return;
  }
  await trx
    .insertInto('chain_heads')
    .values({
      organisation_id: device.organisationId,
      register_id: device.registerId,
      epoch,
      seq: head.seq,
      hash: head.hash,
    })
    .onConflict((conflict) =>
      conflict.columns(['organisation_id', 'register_id', 'epoch']).doUpdateSet({ seq: head.seq, hash: head.hash }),
    )
    .execute();
  if (epoch > registerEpoch) {
    await trx
      .updateTable('registers')
      .set({ epoch })
      .where('organisation_id', '=', device.organisationId)
      .where('register_id', '=', device.registerId)
      .execute();
  }
}

function resultOf(item: ReceivedItem, outcome: ItemOutcome, stored: StoredEvent | undefined): PushResult {
  const place = { id: item.id, seq: item.seq };
  if (outcome.kind === 'gap') {
    return { ...place, status: 'gap', expected: outcome.expected };
  }
  if (outcome.kind === 'conflict' || outcome.kind === 'retry' || stored === undefined) {
    return { ...place, status: outcome.kind === 'conflict' ? 'conflict' : 'retry' };
  }
  if (stored.status === 'quarantined') {
    return { ...place, status: 'quarantined', reason: stored.reason ?? '' };
  }
  const transaction = stored.transactionId === null ? {} : { transaction_id: stored.transactionId };
  if (outcome.kind === 'stored') {
    return { ...place, status: 'duplicate', ...transaction };
  }
  return { ...place, status: 'accepted', ...transaction, ...(stored.flags.length > 0 ? { flags: stored.flags } : {}) };
}
