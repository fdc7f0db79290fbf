import type { Kysely } from 'kysely';
import { uuidV7 } from '#core/id/uuid-v7.ts';
import { insertRows } from '../db/insert-rows.ts';
import type { Schema } from '../db/schema.ts';
import type { RegisterRow } from '../db/schema-shop.ts';
import { instantNow, type ServerDeps } from '../deps.ts';

/** What is told of a register before another device becomes it. */
type Before = Pick<
  RegisterRow,
  'organisation_id' | 'register_id' | 'epoch' | 'unsent_events' | 'unsent_oldest_sold_at' | 'unsent_told_at'
>;

/**
 * Raises what the device that was this register said it still held when it was last heard of: should it have been
 * wiped or lost, those numbers will never come. If it still has them and is connected again, they arrive as ever.
 */
export async function noteLeftBehind(deps: ServerDeps, trx: Kysely<Schema>, register: Before): Promise<void> {
  const events = register.unsent_events ?? 0;
  if (events === 0) {
    return;
  }
  const head = await trx
    .selectFrom('chain_heads')
    .select('seq')
    .where('organisation_id', '=', register.organisation_id)
    .where('register_id', '=', register.register_id)
    .where('epoch', '=', register.epoch)
    .executeTakeFirst();
  const seq = head?.seq ?? 0;
  const details = {
    epoch: register.epoch,
    first_number: seq + 1,
    last_number: seq + events,
    oldest_sold_at: register.unsent_oldest_sold_at,
    told_at: register.unsent_told_at,
  };
  await insertRows(trx, 'attention', [
    {
      organisation_id: register.organisation_id,
      register_id: register.register_id,
      attention_id: uuidV7(deps.now(), deps.randomBytes(10)),
      kind: 'left_behind',
      event_id: null,
      transaction_id: null,
      created_at: instantNow(deps),
      details: JSON.stringify(details),
      status: 'open',
    },
  ]);
}
