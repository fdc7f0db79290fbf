import type { Kysely } from 'kysely';
import { z } from 'zod';
import { parsePolicy } from '../catalogue/read-locals.ts';
import type { PushAnswer, PushResult } from '#protocol/sync.ts';
import type { Schema } from '../db/schema.ts';
import type { JournalEventRow } from '../db/schema-journal.ts';
import type { RegisterRow } from '../db/schema-shop.ts';
import { instantNow, type ServerDeps } from '../deps.ts';
import { ApiProblem } from '../http/api-problem.ts';
import type { Device } from '../http/device-auth.ts';
import type { Batch } from './batch.ts';
import { fileOneByOne, fileTogether, type ItemOutcome, RowsRefused } from './file-items.ts';
import type { Head } from './judge-place.ts';
import { changeStock } from './lock-stock.ts';
import { noteLoss } from './note-loss.ts';
import { noteWaiting, unsentColumns } from './note-waiting.ts';
import { placeItems } from './place-items.ts';
import type { PushEnvelope } from './read-push.ts';
import type { Nameless, ReceivedItem } from './received-item.ts';
import { settleCopies } from './settle-copies.ts';

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
 * Should the database refuse any of the rows, everything is undone and the items go one by one.
 */
export async function filePush(deps: ServerDeps, device: Device, push: Push): Promise<PushAnswer> {
  try {
    return await filed({ deps, device }, push, fileTogether);
  } catch (error) {
    if (!(error instanceof RowsRefused)) {
      throw error;
    }
    return filed({ deps, device }, push, fileOneByOne);
  }
}

function filed(
  { deps, device }: { deps: ServerDeps; device: Device },
  push: Push,
  fileItems: typeof fileTogether,
): Promise<PushAnswer> {
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
    const { epoch } = request;
    const lostThrough = request.lost_through ?? null;
    const policy = parsePolicy(register.policy);
    const ask = { deps, trx, device, epoch, receivedAt, isUnproven, policy, lostThrough };
    const items = await placeItems(ask, push.items);
    const { batch, outcomes } = await fileItems(ask, items);
    await giveBackStock(batch);
    const head = await saveHead(batch, register.epoch);
    await noteLoss(batch, { items, outcomes });
    await settleCopies(batch, { items, outcomes });
    await noteWaiting(batch, request, { items, outcomes });
    const stored = await readAnswers(batch, items);
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
): Promise<{ epoch: number; policy: string }> {
  const register = await trx
    .updateTable('registers')
    .set(seen)
    .where('organisation_id', '=', device.organisationId)
    .where('register_id', '=', device.registerId)
    .where('device_token_hash', '=', device.tokenHash)
    .returning((row) => [
      'epoch',
      row
        .selectFrom('locals')
        .select('policy')
        .whereRef('locals.organisation_id', '=', 'registers.organisation_id')
        .whereRef('locals.local_id', '=', 'registers.local_id')
        .as('policy'),
    ])
    .$narrowType<{ policy: string }>()
    .executeTakeFirst();
  if (register === undefined) {
    throw new ApiProblem('DEVICE_NOT_ENROLLED');
  }
  return register;
}

/** What was taken for items that were not filed as sales after all. */
async function giveBackStock({ trx, device, stockUndue }: Batch): Promise<void> {
  const undue = [...stockUndue]
    .filter(([, delta]) => delta !== 0)
    .map(([variant, delta]) => [variant, -delta] as const);
  await changeStock(trx, device, new Map(undue));
}

/** Resolves to what stands there now. */
async function saveHead({ trx, device, epoch, head }: Batch, registerEpoch: number): Promise<Head> {
  if (head.seq === 0) {
    return head;
  }
  const saved = await trx
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
    .returning(['seq', 'hash'])
    .executeTakeFirstOrThrow();
  if (epoch > registerEpoch) {
    await trx
      .updateTable('registers')
      .set({ epoch })
      .where('organisation_id', '=', device.organisationId)
      .where('register_id', '=', device.registerId)
      .execute();
  }
  return saved;
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
