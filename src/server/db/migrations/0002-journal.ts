import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

/**
 * What happened at the counters: the tills' journals and everything that follows from them. These tables grow, so
 * their keys begin with the organisation and, where rows belong to one, the register: a partitioned or distributed
 * database can cut them there. They have no foreign keys: an event and its effects are only ever written together,
 * in one savepoint, and checking each row again made PostgreSQL several times slower. See schema.ts for what the
 * columns hold.
 */
export async function createJournal(db: Kysely<Schema>): Promise<void> {
  await createChains(db);
  await createTransactions(db);
  await createTransactionParts(db);
  await createStock(db);
  await createLedger(db);
  await createDrawersAndAttention(db);
}

async function createChains(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('journal_events')
    .addColumn('organisation_id', 'text', (column) => column.notNull())
    .addColumn('register_id', 'text', (column) => column.notNull())
    .addColumn('epoch', 'bigint', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('event_id', 'text', (column) => column.notNull())
    .addColumn('type', 'text')
    .addColumn('hash', 'text')
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('reason', 'text')
    .addColumn('transaction_id', 'text')
    .addColumn('flags', 'text', (column) => column.notNull())
    .addColumn('received_at', 'text', (column) => column.notNull())
    .addColumn('raw', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('journal_events_pk', ['organisation_id', 'event_id'])
    .addUniqueConstraint('journal_events_place', ['organisation_id', 'register_id', 'epoch', 'seq'])
    .execute();
  await db.schema
    .createTable('journal_copies')
    .addColumn('organisation_id', 'text', (column) => column.notNull())
    .addColumn('register_id', 'text', (column) => column.notNull())
    .addColumn('epoch', 'bigint', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('event_id', 'text', (column) => column.notNull())
    .addColumn('hash', 'text')
    .addColumn('raw_hash', 'text', (column) => column.notNull())
    .addColumn('received_at', 'text', (column) => column.notNull())
    .addColumn('raw', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('journal_copies_pk', ['organisation_id', 'register_id', 'event_id', 'raw_hash'])
    .execute();
  await db.schema
    .createTable('chain_heads')
    .addColumn('organisation_id', 'text', (column) => column.notNull())
    .addColumn('register_id', 'text', (column) => column.notNull())
    .addColumn('epoch', 'bigint', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('hash', 'text')
    .addPrimaryKeyConstraint('chain_heads_pk', ['organisation_id', 'register_id', 'epoch'])
    .execute();
}

async function createTransactions(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('transactions')
    .addColumn('organisation_id', 'text', (column) => column.notNull())
    .addColumn('register_id', 'text', (column) => column.notNull())
    .addColumn('transaction_id', 'text', (column) => column.notNull())
    .addColumn('event_id', 'text', (column) => column.notNull())
    .addColumn('transaction_number', 'text', (column) => column.notNull())
    .addColumn('local_id', 'text', (column) => column.notNull())
    .addColumn('cashier_id', 'text', (column) => column.notNull())
    .addColumn('customer_id', 'text')
    .addColumn('drawer_session_id', 'text')
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('currency', 'text', (column) => column.notNull())
    .addColumn('subtotal', 'bigint', (column) => column.notNull())
    .addColumn('discount_amount', 'bigint', (column) => column.notNull())
    .addColumn('tax_amount', 'bigint', (column) => column.notNull())
    .addColumn('total_amount', 'bigint', (column) => column.notNull())
    .addColumn('discount_type', 'text')
    .addColumn('discount_value', 'bigint')
    .addColumn('sale_discount_amount', 'bigint')
    .addColumn('discount_reason', 'text')
    .addColumn('items_count', 'integer', (column) => column.notNull())
    .addColumn('catalogue_version', 'text', (column) => column.notNull())
    .addColumn('notes', 'text')
    .addColumn('business_date', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('completed_at', 'text', (column) => column.notNull())
    .addColumn('received_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('transactions_pk', ['organisation_id', 'transaction_id'])
    .execute();
  await createTransactionIndexes(db);
}

/** The list is read newest first, whole or by one of its filters; a repeated number is looked for at each sale. */
async function createTransactionIndexes(db: Kysely<Schema>): Promise<void> {
  const newestFirst = ['completed_at', 'transaction_id'] as const;
  const indexes = {
    transactions_newest: ['organisation_id', ...newestFirst],
    transactions_by_register: ['organisation_id', 'register_id', ...newestFirst],
    transactions_by_cashier: ['organisation_id', 'cashier_id', ...newestFirst],
    transactions_by_customer: ['organisation_id', 'customer_id', ...newestFirst],
    transactions_by_date: ['organisation_id', 'business_date'],
    transactions_by_number: ['organisation_id', 'transaction_number'],
  } as const;
  for (const [name, columns] of Object.entries(indexes)) {
    await db.schema
      .createIndex(name)
      .on('transactions')
      .columns([...columns])
      .execute();
  }
}

async function createTransactionParts(db: Kysely<Schema>): Promise<void> {
  const ofTransaction = ['organisation_id', 'transaction_id'] as const;
  await db.schema
    .createTable('transaction_items')
    .addColumn('organisation_id', 'text', (column) => column.notNull())
    .addColumn('transaction_id', 'text', (column) => column.notNull())
    .addColumn('line_no', 'integer', (column) => column.notNull())
    .addColumn('item_id', 'text', (column) => column.notNull())
    .addColumn('variant_id', 'text')
    .addColumn('sku', 'text', (column) => column.notNull())
    .addColumn('name_es', 'text', (column) => column.notNull())
    .addColumn('name_en', 'text', (column) => column.notNull())
    .addColumn('barcode', 'text')
    .addColumn('category', 'text')
    .addColumn('brand', 'text')
    .addColumn('item_type', 'text', (column) => column.notNull())
    .addColumn('unit', 'text', (column) => column.notNull())
    .addColumn('quantity', 'bigint', (column) => column.notNull())
    .addColumn('unit_price', 'bigint', (column) => column.notNull())
    .addColumn('gross', 'bigint', (column) => column.notNull())
    .addColumn('subtotal', 'bigint', (column) => column.notNull())
    .addColumn('discount_amount', 'bigint', (column) => column.notNull())
    .addColumn('tax_amount', 'bigint', (column) => column.notNull())
    .addColumn('total', 'bigint', (column) => column.notNull())
    .addColumn('discount', 'text')
    .addColumn('taxes', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('transaction_items_pk', [...ofTransaction, 'line_no'])
    .execute();
  await db.schema
    .createTable('transaction_payments')
    .addColumn('organisation_id', 'text', (column) => column.notNull())
    .addColumn('transaction_id', 'text', (column) => column.notNull())
    .addColumn('payment_no', 'integer', (column) => column.notNull())
    .addColumn('payment_id', 'text', (column) => column.notNull())
    .addColumn('payment_method', 'text', (column) => column.notNull())
    .addColumn('amount', 'bigint', (column) => column.notNull())
    .addColumn('received', 'bigint')
    .addColumn('change_due', 'bigint')
    .addColumn('card_brand', 'text')
    .addColumn('card_last4', 'text')
    .addColumn('authorization_code', 'text')
    .addColumn('reference', 'text')
    .addPrimaryKeyConstraint('transaction_payments_pk', [...ofTransaction, 'payment_no'])
    .execute();
  await db.schema
    .createTable('transaction_taxes')
    .addColumn('organisation_id', 'text', (column) => column.notNull())
    .addColumn('transaction_id', 'text', (column) => column.notNull())
    .addColumn('tax_no', 'integer', (column) => column.notNull())
    .addColumn('tax_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('rate', 'integer', (column) => column.notNull())
    .addColumn('included', 'integer', (column) => column.notNull())
    .addColumn('base', 'bigint', (column) => column.notNull())
    .addColumn('amount', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('transaction_taxes_pk', [...ofTransaction, 'tax_no'])
    .execute();
}

async function createStock(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('stock_movements')
    .addColumn('organisation_id', 'text', (column) => column.notNull())
    .addColumn('register_id', 'text', (column) => column.notNull())
    .addColumn('event_id', 'text', (column) => column.notNull())
    .addColumn('local_id', 'text', (column) => column.notNull())
    .addColumn('variant_id', 'text', (column) => column.notNull())
    .addColumn('quantity', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('stock_movements_pk', ['organisation_id', 'register_id', 'event_id', 'variant_id'])
    .execute();
  await db.schema
    .createTable('stock_levels')
    .addColumn('organisation_id', 'text', (column) => column.notNull())
    .addColumn('local_id', 'text', (column) => column.notNull())
    .addColumn('variant_id', 'text', (column) => column.notNull())
    .addColumn('on_hand', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('stock_levels_pk', ['organisation_id', 'local_id', 'variant_id'])
    .execute();
}

async function createLedger(db: Kysely<Schema>): Promise<void> {
  const ofTransaction = ['organisation_id', 'transaction_id'] as const;
  await db.schema
    .createTable('ledger_lines')
    .addColumn('organisation_id', 'text', (column) => column.notNull())
    .addColumn('register_id', 'text')
    .addColumn('line_id', 'text', (column) => column.notNull())
    .addColumn('transaction_id', 'text', (column) => column.notNull())
    .addColumn('line_no', 'integer', (column) => column.notNull())
    .addColumn('debit_type_code', 'text')
    .addColumn('credit_type_code', 'text')
    .addColumn('amount', 'bigint', (column) => column.notNull())
    .addColumn('payment_type', 'text')
    .addColumn('customer_id', 'text')
    .addColumn('note', 'text')
    .addColumn('description', 'text')
    .addColumn('local_id', 'text', (column) => column.notNull())
    .addColumn('business_date', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('ledger_lines_pk', [...ofTransaction, 'line_no'])
    .execute();
  await db.schema
    .createTable('ledger_offsets')
    .addColumn('organisation_id', 'text', (column) => column.notNull())
    .addColumn('transaction_id', 'text', (column) => column.notNull())
    .addColumn('offset_no', 'integer', (column) => column.notNull())
    .addColumn('debit_id', 'text')
    .addColumn('credit_id', 'text')
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('amount', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('ledger_offsets_pk', [...ofTransaction, 'offset_no'])
    .execute();
}

async function createDrawersAndAttention(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('drawer_sessions')
    .addColumn('organisation_id', 'text', (column) => column.notNull())
    .addColumn('register_id', 'text', (column) => column.notNull())
    .addColumn('drawer_session_id', 'text', (column) => column.notNull())
    .addColumn('event_id', 'text', (column) => column.notNull())
    .addColumn('opened_at', 'text', (column) => column.notNull())
    .addColumn('opened_by', 'text')
    .addColumn('business_date', 'text', (column) => column.notNull())
    .addColumn('opening_float', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('drawer_sessions_pk', ['organisation_id', 'register_id', 'drawer_session_id'])
    .execute();
  await db.schema
    .createTable('attention')
    .addColumn('organisation_id', 'text', (column) => column.notNull())
    .addColumn('register_id', 'text', (column) => column.notNull())
    .addColumn('attention_id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('event_id', 'text')
    .addColumn('transaction_id', 'text')
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('details', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('attention_pk', ['organisation_id', 'attention_id'])
    .execute();
  await db.schema
    .createIndex('attention_newest')
    .on('attention')
    .columns(['organisation_id', 'created_at', 'attention_id'])
    .execute();
}
