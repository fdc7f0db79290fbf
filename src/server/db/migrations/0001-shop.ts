import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

/** The shop as it is set up: who, where, what is sold and at which price. See schema.ts for what the columns hold. */
export async function createShop(db: Kysely<Schema>): Promise<void> {
  await createPlaces(db);
  await createPeople(db);
  await createAssortment(db);
}

async function createPlaces(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('organisations')
    .addColumn('organisation_id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('demo_pins', 'text')
    .execute();
  await db.schema
    .createTable('locals')
    .addColumn('organisation_id', 'text', (column) => column.notNull().references('organisations.organisation_id'))
    .addColumn('local_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('policy', 'text', (column) => column.notNull())
    .addColumn('catalogue_version', 'text')
    .addPrimaryKeyConstraint('locals_pk', ['organisation_id', 'local_id'])
    .execute();
  await db.schema
    .createTable('registers')
    .addColumn('organisation_id', 'text', (column) => column.notNull())
    .addColumn('register_id', 'text', (column) => column.notNull())
    .addColumn('local_id', 'text', (column) => column.notNull())
    .addColumn('code', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('epoch', 'bigint', (column) => column.notNull())
    .addColumn('device_token_hash', 'text', (column) => column.unique())
    .addColumn('enrolled_at', 'text')
    .addColumn('last_seen_at', 'text')
    .addPrimaryKeyConstraint('registers_pk', ['organisation_id', 'register_id'])
    .addUniqueConstraint('registers_code', ['organisation_id', 'code'])
    .addForeignKeyConstraint('registers_local', ['organisation_id', 'local_id'], 'locals', [
      'organisation_id',
      'local_id',
    ])
    .execute();
  await db.schema
    .createTable('enrolment_codes')
    .addColumn('code_hash', 'text', (column) => column.primaryKey())
    .addColumn('organisation_id', 'text', (column) => column.notNull())
    .addColumn('register_id', 'text', (column) => column.notNull())
    .addColumn('created_by', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'text', (column) => column.notNull())
    .addColumn('used_at', 'text')
    .addForeignKeyConstraint('enrolment_codes_register', ['organisation_id', 'register_id'], 'registers', [
      'organisation_id',
      'register_id',
    ])
    .execute();
}

async function createPeople(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('staff')
    .addColumn('organisation_id', 'text', (column) => column.notNull().references('organisations.organisation_id'))
    .addColumn('staff_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('email', 'text', (column) => column.unique())
    .addColumn('pin_verifier', 'text', (column) => column.notNull())
    .addColumn('password_hash', 'text')
    .addPrimaryKeyConstraint('staff_pk', ['organisation_id', 'staff_id'])
    .execute();
  await db.schema
    .createTable('office_sessions')
    .addColumn('token_hash', 'text', (column) => column.primaryKey())
    .addColumn('organisation_id', 'text', (column) => column.notNull())
    .addColumn('staff_id', 'text', (column) => column.notNull())
    .addColumn('csrf_token', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'text', (column) => column.notNull())
    .addForeignKeyConstraint('office_sessions_staff', ['organisation_id', 'staff_id'], 'staff', [
      'organisation_id',
      'staff_id',
    ])
    .execute();
  await db.schema
    .createTable('customers')
    .addColumn('organisation_id', 'text', (column) => column.notNull().references('organisations.organisation_id'))
    .addColumn('customer_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('phone', 'text')
    .addColumn('loyalty_tier', 'text')
    .addPrimaryKeyConstraint('customers_pk', ['organisation_id', 'customer_id'])
    .execute();
}

async function createAssortment(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('categories')
    .addColumn('organisation_id', 'text', (column) => column.notNull().references('organisations.organisation_id'))
    .addColumn('category_id', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('name_es', 'text', (column) => column.notNull())
    .addColumn('name_en', 'text', (column) => column.notNull())
    .addColumn('colour', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('categories_pk', ['organisation_id', 'category_id'])
    .execute();
  await db.schema
    .createTable('taxes')
    .addColumn('organisation_id', 'text', (column) => column.notNull().references('organisations.organisation_id'))
    .addColumn('tax_id', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('rate', 'integer', (column) => column.notNull())
    .addColumn('included', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('taxes_pk', ['organisation_id', 'tax_id'])
    .execute();
  await db.schema
    .createTable('barcode_rules')
    .addColumn('organisation_id', 'text', (column) => column.notNull().references('organisations.organisation_id'))
    .addColumn('rule_id', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('rule', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('barcode_rules_pk', ['organisation_id', 'rule_id'])
    .execute();
  await createProducts(db);
}

async function createProducts(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('products')
    .addColumn('organisation_id', 'text', (column) => column.notNull())
    .addColumn('variant_id', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('sku', 'text', (column) => column.notNull())
    .addColumn('name_es', 'text', (column) => column.notNull())
    .addColumn('name_en', 'text', (column) => column.notNull())
    .addColumn('category_id', 'text', (column) => column.notNull())
    .addColumn('brand', 'text')
    .addColumn('barcodes', 'text', (column) => column.notNull())
    .addColumn('plu', 'text')
    .addColumn('unit', 'text', (column) => column.notNull())
    .addColumn('unit_price', 'bigint', (column) => column.notNull())
    .addColumn('tax_ids', 'text', (column) => column.notNull())
    .addColumn('item_type', 'text', (column) => column.notNull())
    .addColumn('counted', 'integer', (column) => column.notNull())
    .addColumn('favourite', 'integer')
    .addPrimaryKeyConstraint('products_pk', ['organisation_id', 'variant_id'])
    .addForeignKeyConstraint('products_category', ['organisation_id', 'category_id'], 'categories', [
      'organisation_id',
      'category_id',
    ])
    .execute();
  await db.schema
    .createTable('catalogue_snapshots')
    .addColumn('organisation_id', 'text', (column) => column.notNull())
    .addColumn('local_id', 'text', (column) => column.notNull())
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('as_of', 'text', (column) => column.notNull())
    .addColumn('catalogue', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('catalogue_snapshots_pk', ['organisation_id', 'local_id', 'version'])
    .addForeignKeyConstraint('catalogue_snapshots_local', ['organisation_id', 'local_id'], 'locals', [
      'organisation_id',
      'local_id',
    ])
    .execute();
}
