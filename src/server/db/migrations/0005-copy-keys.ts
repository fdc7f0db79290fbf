import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

/**
 * The key pairs that tills seal copies of their unsent sales for. A pair is never deleted: a file sealed for an older
 * one may lie in somebody's pocket. See schema-shop.ts for what the columns hold.
 */
export async function createCopyKeys(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('copy_keys')
    .addColumn('organisation_id', 'text', (column) => column.notNull().references('organisations.organisation_id'))
    .addColumn('key_id', 'text', (column) => column.notNull())
    .addColumn('public_key', 'text', (column) => column.notNull())
    .addColumn('private_key', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('copy_keys_pk', ['organisation_id', 'key_id'])
    .execute();
}
