import { type Kysely, sql } from 'kysely';
import type { Schema } from '../schema.ts';

/**
 * What people do about what was noticed, the stock that the shop began with (so that every level can be worked out
 * again), and what is needed to post later what could not be posted at once. See schema.ts for what the columns hold.
 */
export async function createFindings(db: Kysely<Schema>): Promise<void> {
  await rememberLocals(db);
  await describeCopies(db);
  await followAttention(db);
  await keepUnreadPushes(db);
  await keepOpeningStock(db);
}

/** A register that moves to another local later does not take the stock movements of its past along. */
async function rememberLocals(db: Kysely<Schema>): Promise<void> {
  for (const table of ['journal_events', 'journal_copies'] as const) {
    await db.schema
      .alterTable(table)
      .addColumn('local_id', 'text', (column) => column.notNull().defaultTo(''))
      .execute();
    await sql`
      update ${sql.table(table)} set local_id = coalesce((
        select registers.local_id from registers
        where registers.organisation_id = ${sql.ref(`${table}.organisation_id`)}
          and registers.register_id = ${sql.ref(`${table}.register_id`)}
      ), '')`.execute(db);
  }
}

async function describeCopies(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .alterTable('journal_copies')
    .addColumn('status', 'text', (column) => column.notNull().defaultTo('kept'))
    .execute();
  await db.schema.alterTable('journal_copies').addColumn('posted_event_id', 'text').execute();
  await db.schema.alterTable('journal_copies').addColumn('transaction_id', 'text').execute();
}

async function followAttention(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .alterTable('attention')
    .addColumn('status', 'text', (column) => column.notNull().defaultTo('open'))
    .execute();
  await db.schema.createIndex('attention_by_event').on('attention').columns(['organisation_id', 'event_id']).execute();
  await db.schema
    .createIndex('attention_by_status')
    .on('attention')
    .columns(['organisation_id', 'status', 'created_at', 'attention_id'])
    .execute();
  await db.schema
    .createTable('attention_steps')
    .addColumn('organisation_id', 'text', (column) => column.notNull())
    .addColumn('attention_id', 'text', (column) => column.notNull())
    .addColumn('step_no', 'integer', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('taken_at', 'text', (column) => column.notNull())
    .addColumn('taken_by', 'text')
    .addColumn('note', 'text')
    .addPrimaryKeyConstraint('attention_steps_pk', ['organisation_id', 'attention_id', 'step_no'])
    .execute();
}

async function keepUnreadPushes(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('unread_pushes')
    .addColumn('organisation_id', 'text', (column) => column.notNull())
    .addColumn('register_id', 'text', (column) => column.notNull())
    .addColumn('raw_hash', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('received_at', 'text', (column) => column.notNull())
    .addColumn('raw', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('unread_pushes_pk', ['organisation_id', 'register_id', 'raw_hash'])
    .execute();
}

async function keepOpeningStock(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('stock_openings')
    .addColumn('organisation_id', 'text', (column) => column.notNull())
    .addColumn('local_id', 'text', (column) => column.notNull())
    .addColumn('variant_id', 'text', (column) => column.notNull())
    .addColumn('quantity', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('stock_openings_pk', ['organisation_id', 'local_id', 'variant_id'])
    .execute();
  await sql`
    insert into stock_openings (organisation_id, local_id, variant_id, quantity)
    select level.organisation_id, level.local_id, level.variant_id, level.on_hand - coalesce(moved.quantity, 0)
    from stock_levels as level
    left join (
      select organisation_id, local_id, variant_id, sum(quantity) as quantity
      from stock_movements group by organisation_id, local_id, variant_id
    ) as moved
      on moved.organisation_id = level.organisation_id
      and moved.local_id = level.local_id
      and moved.variant_id = level.variant_id
    where level.on_hand <> coalesce(moved.quantity, 0)`.execute(db);
}
