import { type Kysely, sql } from 'kysely';
import { readableSum } from '../db/readable-sum.ts';
import type { Schema } from '../db/schema.ts';
import type { Device } from '../http/device-auth.ts';

/** Levels changed in one statement. */
const MOST_LEVELS = 5_000;

/**
 * Adds to the levels (× 10^3, below zero takes away) and keeps every other batch of the local from changing them until
 * this one is done, so that who sold the last piece is certain; resolves to what is on hand afterwards. Levels are made
 * where there were none. Always in the same order: two batches that wait for each other's rows would otherwise end in
 * a deadlock.
 */
export async function changeStock(
  trx: Kysely<Schema>,
  device: Device,
  deltas: ReadonlyMap<string, number>,
): Promise<Map<string, number>> {
  const onHand = new Map<string, number>();
  const sorted = [...deltas].sort(([a], [b]) => (a < b ? -1 : 1));
  for (let start = 0; start < sorted.length; start += MOST_LEVELS) {
    const rows = await trx
      .insertInto('stock_levels')
      .values(
        sorted.slice(start, start + MOST_LEVELS).map(([variant, delta]) => ({
          organisation_id: device.organisationId,
          local_id: device.localId,
          variant_id: variant,
          on_hand: delta,
        })),
      )
      .onConflict((conflict) =>
        conflict
          .columns(['organisation_id', 'local_id', 'variant_id'])
          .doUpdateSet((row) => ({ on_hand: row('stock_levels.on_hand', '+', row.ref('excluded.on_hand')) })),
      )
      .returning(['variant_id', readableSum(sql.ref('stock_levels.on_hand')).as('on_hand')])
      .execute();
    rows.forEach((row) => onHand.set(row.variant_id, row.on_hand));
  }
  return onHand;
}
