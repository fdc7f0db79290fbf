import type { Kysely } from 'kysely';
import type { Catalogue, Product } from '#core/catalogue/catalogue.ts';
import { canonicalJson } from '#core/journal/canonical-json.ts';
import { currencyDecimals } from '#core/money/money.ts';
import { barcodeRule, catalogueSnapshot } from '#protocol/catalogue.ts';
import { z } from 'zod';
import { moneyText, quantityText, rateText } from '../db/scaled.ts';
import type { Schema } from '../db/schema.ts';
import type { ProductRow } from '../db/schema-shop.ts';
import { sha256Hex } from '../http/secrets.ts';
import { readLocal } from './read-locals.ts';

interface Place {
  organisationId: string;
  localId: string;
}

/**
 * Makes the snapshot that tills of this local are given from now on. Its version is the hash of its content, so
 * publishing what did not change changes nothing. `now` is the UTC instant. Resolves to the version.
 */
export async function publishCatalogue(db: Kysely<Schema>, place: Place, now: string): Promise<string> {
  const content = await readContent(db, place);
  const version = sha256Hex(canonicalJson(content)).slice(0, 16);
  const catalogue = catalogueSnapshot.parse({ version, as_of: now, ...content });
  await db
    .insertInto('catalogue_snapshots')
    .values({
      organisation_id: place.organisationId,
      local_id: place.localId,
      version,
      as_of: now,
      catalogue: JSON.stringify(catalogue),
    })
    .onConflict((conflict) => conflict.columns(['organisation_id', 'local_id', 'version']).doNothing())
    .execute();
  await db
    .updateTable('locals')
    .set({ catalogue_version: version })
    .where('organisation_id', '=', place.organisationId)
    .where('local_id', '=', place.localId)
    .execute();
  return version;
}

async function readContent(db: Kysely<Schema>, place: Place): Promise<Omit<Catalogue, 'version' | 'as_of'>> {
  const { policy } = await readLocal(db, place);
  const { organisationId } = place;
  const stock = await readStock(db, place);
  const ofOrganisation = ['organisation_id', '=', organisationId] as const;
  const products = await db
    .selectFrom('products')
    .selectAll()
    .where(...ofOrganisation)
    .orderBy('position')
    .execute();
  const categories = await db
    .selectFrom('categories')
    .selectAll()
    .where(...ofOrganisation)
    .orderBy('position')
    .execute();
  const taxes = await db
    .selectFrom('taxes')
    .selectAll()
    .where(...ofOrganisation)
    .orderBy('position')
    .execute();
  const rules = await db
    .selectFrom('barcode_rules')
    .selectAll()
    .where(...ofOrganisation)
    .orderBy('position')
    .execute();
  const customers = await db
    .selectFrom('customers')
    .selectAll()
    .where(...ofOrganisation)
    .orderBy('customer_id')
    .execute();
  const decimals = currencyDecimals(policy.currency);
  return {
    policy,
    products: products.map((row) => productOf(row, stock.get(row.variant_id), decimals)),
    categories: categories.map((row) => ({
      category_id: row.category_id,
      name: { es: row.name_es, en: row.name_en },
      colour: row.colour,
    })),
    taxes: taxes.map((row) => ({
      tax_id: row.tax_id,
      name: row.name,
      rate: rateText(row.rate),
      included: row.included === 1,
    })),
    barcode_rules: rules.map((row) => barcodeRule.parse(JSON.parse(row.rule))),
    customers: customers.map((row) => ({
      customer_id: row.customer_id,
      name: row.name,
      phone: row.phone,
      loyalty_tier: row.loyalty_tier,
    })),
  };
}

async function readStock(db: Kysely<Schema>, place: Place): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('stock_levels')
    .select(['variant_id', 'on_hand'])
    .where('organisation_id', '=', place.organisationId)
    .where('local_id', '=', place.localId)
    .execute();
  return new Map(rows.map((row) => [row.variant_id, row.on_hand]));
}

const textList = z.array(z.string());

function productOf(row: ProductRow, onHand: number | undefined, decimals: number): Product {
  return {
    variant_id: row.variant_id,
    sku: row.sku,
    name: { es: row.name_es, en: row.name_en },
    category_id: row.category_id,
    brand: row.brand,
    barcodes: textList.parse(JSON.parse(row.barcodes)),
    plu: row.plu,
    unit: row.unit,
    unit_price: moneyText(row.unit_price, decimals),
    tax_ids: textList.parse(JSON.parse(row.tax_ids)),
    item_type: row.item_type,
    stock: row.counted === 1 ? quantityText(onHand ?? 0) : null,
    favourite: row.favourite,
  };
}
