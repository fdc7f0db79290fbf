import type { Kysely } from 'kysely';
import type { Product } from '#core/catalogue/catalogue.ts';
import { publishCatalogue } from '../catalogue/publish-catalogue.ts';
import { insertRows } from '../db/insert-rows.ts';
import { storedMoney, storedQuantity } from '../db/scaled.ts';
import type { Schema } from '../db/schema.ts';
import type { ProductRow, StaffRow } from '../db/schema-shop.ts';
import { taxColumns } from '../db/tax-columns.ts';
import { instantNow, type ServerDeps } from '../deps.ts';
import { hashSecret } from '../session/password.ts';
import { demoBarcodeRules, demoCategories, demoTaxes } from './categories.ts';
import { demoCustomers, demoStaff, type DemoStaffMember } from './people.ts';
import { demoProducts } from './products.ts';
import { demoPromotions } from './promotions.ts';
import { demoShop } from './shop.ts';

const of = { organisation_id: demoShop.organisation.organisation_id };

/**
 * Puts the demo shop into an empty database, in one transaction; a database that holds any organisation is left as
 * it is. Resolves to whether it was put in.
 */
export async function seedDemo(deps: Pick<ServerDeps, 'database' | 'now' | 'randomBytes'>): Promise<boolean> {
  const { db } = deps.database;
  const existing = await db.selectFrom('organisations').select('organisation_id').limit(1).execute();
  if (existing.length > 0) {
    return false;
  }
  // Hashing takes its time on purpose; the transaction does not wait for it.
  const staff = await Promise.all(demoStaff.map((person) => staffRow(deps, person)));
  await db.transaction().execute(async (trx) => {
    await putPlaces(trx);
    await insertRows(trx, 'staff', staff);
    await insertRows(
      trx,
      'customers',
      demoCustomers.map((customer) => ({ ...of, ...customer })),
    );
    await putAssortment(trx);
    await putStock(trx);
    await publishCatalogue(
      trx,
      { organisationId: of.organisation_id, localId: demoShop.local.local_id },
      instantNow(deps),
    );
  });
  return true;
}

async function putPlaces(trx: Kysely<Schema>): Promise<void> {
  const { organisation, local, policy, registers } = demoShop;
  const pins = demoStaff.map(({ staff_id, pin }) => ({ staff_id, pin }));
  await insertRows(trx, 'organisations', [{ ...of, name: organisation.name, demo_pins: JSON.stringify(pins) }]);
  await insertRows(trx, 'locals', [
    { ...of, local_id: local.local_id, name: local.name, policy: JSON.stringify(policy), catalogue_version: null },
  ]);
  await insertRows(
    trx,
    'registers',
    registers.map((register) => ({
      ...of,
      register_id: register.register_id,
      local_id: local.local_id,
      code: register.code,
      name: register.name,
      epoch: 0,
      device_token_hash: null,
      enrolled_at: null,
      last_seen_at: null,
      unsent_events: null,
      unsent_oldest_sold_at: null,
      unsent_told_at: null,
    })),
  );
}

async function putAssortment(trx: Kysely<Schema>): Promise<void> {
  await insertRows(
    trx,
    'categories',
    demoCategories.map((category, position) => ({
      ...of,
      category_id: category.category_id,
      position,
      name_es: category.name.es,
      name_en: category.name.en,
      colour: category.colour,
    })),
  );
  await insertRows(
    trx,
    'taxes',
    demoTaxes.map((tax, position) => ({
      ...of,
      tax_id: tax.tax_id,
      position,
      name: tax.name,
      ...taxColumns(tax),
    })),
  );
  await insertRows(
    trx,
    'barcode_rules',
    demoBarcodeRules.map((rule, position) => ({
      ...of,
      rule_id: rule.rule_id,
      position,
      rule: JSON.stringify(rule),
    })),
  );
  await insertRows(
    trx,
    'promotions',
    demoPromotions.map((promotion, position) => ({
      ...of,
      promotion_id: promotion.promotion_id,
      position,
      promotion: JSON.stringify(promotion),
    })),
  );
  await insertRows(trx, 'products', demoProducts.map(productRow));
}

async function putStock(trx: Kysely<Schema>): Promise<void> {
  const counted = demoProducts.flatMap(({ variant_id, stock }) => (stock === null ? [] : [{ variant_id, stock }]));
  const openings = counted.map(({ variant_id, stock }) => ({
    ...of,
    local_id: demoShop.local.local_id,
    variant_id,
    quantity: storedQuantity(stock),
  }));
  await insertRows(trx, 'stock_openings', openings);
  const levels = openings.map(({ quantity, ...rest }) => ({ ...rest, on_hand: quantity }));
  await insertRows(trx, 'stock_levels', levels);
}

function productRow(product: Product, position: number): ProductRow {
  return {
    ...of,
    variant_id: product.variant_id,
    position,
    sku: product.sku,
    name_es: product.name.es,
    name_en: product.name.en,
    category_id: product.category_id,
    brand: product.brand,
    barcodes: JSON.stringify(product.barcodes),
    plu: product.plu,
    unit: product.unit,
    unit_price: storedMoney(product.unit_price),
    minimum_price: product.minimum_price === undefined ? null : storedMoney(product.minimum_price),
    tags: JSON.stringify(product.tags ?? []),
    tax_ids: JSON.stringify(product.tax_ids),
    item_type: product.item_type,
    counted: product.stock === null ? 0 : 1,
    favourite: product.favourite,
  };
}

async function staffRow(deps: Pick<ServerDeps, 'randomBytes'>, person: DemoStaffMember): Promise<StaffRow> {
  return {
    ...of,
    staff_id: person.staff_id,
    name: person.name,
    role: person.role,
    language: person.language,
    email: person.email.toLowerCase(),
    pin_verifier: await hashSecret(person.pin, deps.randomBytes(16)),
    password_hash: person.password === null ? null : await hashSecret(person.password, deps.randomBytes(16)),
  };
}
