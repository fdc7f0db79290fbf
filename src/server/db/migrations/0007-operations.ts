import { type Kysely, sql } from 'kysely';
import type { Schema } from '../schema.ts';

/**
 * What those who watch over the shop are told: what each till said it still holds, and where the server knows that
 * events are missing. Quarantined events are counted at each look, so they have an index of their own; it costs the
 * accepted ones, which is nearly all, nothing. See schema.ts for what the columns hold.
 */
export async function createOperations(db: Kysely<Schema>): Promise<void> {
  await db.schema.alterTable('registers').addColumn('unsent_events', 'bigint').execute();
  await db.schema.alterTable('registers').addColumn('unsent_oldest_sold_at', 'text').execute();
  await db.schema.alterTable('registers').addColumn('unsent_told_at', 'text').execute();
  await db.schema
    .createTable('chain_gaps')
    .addColumn('organisation_id', 'text', (column) => column.notNull())
    .addColumn('register_id', 'text', (column) => column.notNull())
    .addColumn('epoch', 'bigint', (column) => column.notNull())
    .addColumn('seen_seq', 'bigint', (column) => column.notNull())
    .addColumn('seen_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('chain_gaps_pk', ['organisation_id', 'register_id', 'epoch'])
    .execute();
  await db.schema
    .createIndex('journal_events_quarantined')
    .on('journal_events')
    .columns(['organisation_id', 'register_id'])
    .where(sql.ref('status'), '=', sql.lit('quarantined'))
    .execute();
}
