import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { PushAnswer, PushResult } from '#protocol/sync.ts';
import type { Schema } from '../db/schema.ts';
import type { JournalEventRow } from '../db/schema-journal.ts';
import type { RegisterRow } from '../db/schema-shop.ts';
import { instantNow, type ServerDeps } from '../deps.ts';
import { ApiProblem } from '../http/api-problem.ts';
import type { Device } from '../http/device-auth.ts';
import { type Batch, readHead } from './batch.ts';
import { fileItems, type ItemOutcome } from './file-items.ts';
import { changeStock } from './lock-stock.ts';
import { noteWaiting, unsentColumns } from './note-waiting.ts';
import { placeItems } from './place-items.ts';
import type { PushEnvelope } from './read-push.ts';
import type { Nameless, ReceivedItem } from './received-item.ts';

/** What a till handed over: by itself, or in a copy that somebody else brought. */
interface Push {
  request: PushEnvelope;
  items: (ReceivedItem | Nameless)[];
  /** `isProven`: the copy holds the token that the register has now. */
  copy?: { isProven: boolean };
}

/**
 * Files a push in one database transaction, in the order sent, and commits before it answers. The
 * answer is read back from what is stored. One push of a register waits for the other: its row is written first.
 */
export async function filePush(deps: ServerDeps, device: Device, push: Push): Promise<PushAnswer> {
  const { request } = push;
  return deps.database.db.transaction().execute(async (trx) => {
    const receivedAt = instantNow(deps);
    // Of a till whose copy somebody brings nothing was heard; its row is written all the same.
    const seen =
      push.copy === undefined
        ? { last_seen_at: receivedAt, ...unsentColumns(request, receivedAt) }
        : { device_token_hash: device.tokenHash };
    const register = await lockRegister(trx, device, seen);
    const isUnproven = push.copy?.isProven === false;
    const ask = { deps, trx, device, epoch: request.epoch, receivedAt, isUnproven };
    const items = await placeItems(ask, push.items);
    const { batch, outcomes } = await fileItems(ask, items);
    // The movements stand with their events. Their sum is brought up once: a level that hundreds of sales of one
    // batch write to, each in its savepoint, slows PostgreSQL down with every one of them.
    await changeStock(trx, device, batch.stockChanges);
    await saveHead(batch, register.epoch);
    await noteWaiting(batch, request, { items, outcomes });
    const stored = await readAnswers(batch, items);
    const head = await readHead(trx, batch);
    return {
      nonce: request.nonce,
      server_now: receivedAt,
      results: items.map((item, index) => resultOf(item, outcomes[index] ?? { kind: 'retry' }, stored.get(item.id))),
      high_water: highWater(request.epoch, head),
    };
  });
}

const flagList = z.array(z.string());

/** The newest link as the wire tells it: no hash before the first. */
export function highWater(epoch: number, head: { seq: number; hash: string | null }): PushAnswer['high_water'] {
  return { epoch, seq: head.seq, hash: head.seq === 0 ? null : head.hash };
}

/** Writing the row makes every other push of this register wait, and shows whether the token was just replaced. */
async function lockRegister(
  trx: Kysely<Schema>,
  device: Device,
  seen: Partial<RegisterRow>,
): Promise<{ epoch: number }> {
  const register = await trx
    .updateTable('registers')
    .set(seen)
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

type StoredAnswer = Pick<JournalEventRow, 'status' | 'reason' | 'transaction_id' | 'flags'>;

async function readAnswers({ trx, device }: Batch, items: readonly ReceivedItem[]): Promise<Map<string, StoredAnswer>> {
  const rows = await trx
    .selectFrom('journal_events')
    .select(['event_id', 'status', 'reason', 'transaction_id', 'flags'])
    .where('organisation_id', '=', device.organisationId)
    .where('event_id', 'in', [...new Set(items.map((item) => item.id))])
    .execute();
  return new Map(rows.map((row) => [row.event_id, row]));
}

function resultOf(item: ReceivedItem, outcome: ItemOutcome, stored: StoredAnswer | undefined): PushResult {
  const place = { id: item.named, seq: item.seq };
  if (outcome.kind === 'gap') {
    return { ...place, status: 'gap', expected: outcome.expected };
  }
  if (outcome.kind === 'conflict' || outcome.kind === 'retry' || stored === undefined) {
    return { ...place, status: outcome.kind === 'conflict' ? 'conflict' : 'retry' };
  }
  if (stored.status === 'quarantined') {
    return { ...place, status: 'quarantined', reason: stored.reason ?? '' };
  }
  const transaction = stored.transaction_id === null ? {} : { transaction_id: stored.transaction_id };
  if (outcome.kind === 'stored') {
    return { ...place, status: 'duplicate', ...transaction };
  }
  const flags = flagList.parse(JSON.parse(stored.flags));
  return { ...place, status: 'accepted', ...transaction, ...(flags.length > 0 ? { flags } : {}) };
}
