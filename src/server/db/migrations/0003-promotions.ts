import { type Kysely, sql } from 'kysely';
import type { Schema } from '../schema.ts';

/**
 * Promotions, floors and tags of goods, kinds of tax, and rates with six decimals instead of four. What a sale had of
 * them stands beside the sale. See schema.ts for what the columns hold.
 */
export async function createPromotions(db: Kysely<Schema>): Promise<void> {
  await widenTaxes(db, 'taxes');
  await widenTaxes(db, 'transaction_taxes');
  await createPromotionTables(db);
  await db.schema.alterTable('products').addColumn('minimum_price', 'bigint').execute();
  await db.schema
    .alterTable('products')
    .addColumn('tags', 'text', (column) => column.notNull().defaultTo('[]'))
    .execute();
  await describeSales(db);
}

/** Neither database changes a column's type in the same words, so the new column is filled and takes the old one's name. */
async function widenTaxes(db: Kysely<Schema>, table: 'taxes' | 'transaction_taxes'): Promise<void> {
  await db.schema
    .alterTable(table)
    .addColumn('rate_millionths', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute();
  await sql`update ${sql.table(table)} set rate_millionths = rate * 100`.execute(db);
  await db.schema.alterTable(table).dropColumn('rate').execute();
  await db.schema.alterTable(table).renameColumn('rate_millionths', 'rate').execute();
  await db.schema.alterTable(table).addColumn('kind', 'text').execute();
  for (const column of ['compounds', 'ignores_compounded']) {
    await db.schema
      .alterTable(table)
      .addColumn(column, 'integer', (added) => added.notNull().defaultTo(0))
      .execute();
  }
}

async function createPromotionTables(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('promotions')
    .addColumn('organisation_id', 'text', (column) => column.notNull().references('organisations.organisation_id'))
    .addColumn('promotion_id', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('promotion', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('promotions_pk', ['organisation_id', 'promotion_id'])
    .execute();
  await db.schema
    .createTable('published_promotions')
    .addColumn('organisation_id', 'text', (column) => column.notNull())
    .addColumn('local_id', 'text', (column) => column.notNull())
    .addColumn('promotion_id', 'text', (column) => column.notNull())
    .addColumn('definition_hash', 'text', (column) => column.notNull())
    .addColumn('first_published_at', 'text', (column) => column.notNull())
    .addColumn('promotion', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('published_promotions_pk', [
      'organisation_id',
      'local_id',
      'promotion_id',
      'definition_hash',
    ])
    .addForeignKeyConstraint('published_promotions_local', ['organisation_id', 'local_id'], 'locals', [
      'organisation_id',
      'local_id',
    ])
    .execute();
  await db.schema
    .createTable('transaction_promotions')
    .addColumn('organisation_id', 'text', (column) => column.notNull())
    .addColumn('transaction_id', 'text', (column) => column.notNull())
    .addColumn('promotion_no', 'integer', (column) => column.notNull())
    .addColumn('promotion_id', 'text', (column) => column.notNull())
    .addColumn('name_es', 'text', (column) => column.notNull())
    .addColumn('name_en', 'text', (column) => column.notNull())
    .addColumn('amount', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('transaction_promotions_pk', ['organisation_id', 'transaction_id', 'promotion_no'])
    .execute();
}

async function describeSales(db: Kysely<Schema>): Promise<void> {
  await db.schema.alterTable('transactions').addColumn('customer_tier', 'text').execute();
  await db.schema.alterTable('transactions').addColumn('cash_rounding_amount', 'bigint').execute();
  await db.schema.alterTable('transaction_items').addColumn('category_id', 'text').execute();
  await db.schema.alterTable('transaction_items').addColumn('tags', 'text').execute();
  await db.schema.alterTable('transaction_items').addColumn('minimum_price', 'bigint').execute();
  await db.schema.alterTable('transaction_items').addColumn('promotions', 'text').execute();
}
