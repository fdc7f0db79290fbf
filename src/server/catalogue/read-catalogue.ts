import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { Catalogue, Category, Customer, Product, TaxRule } from '#core/catalogue/catalogue.ts';
import { currencyDecimals } from '#core/money/money.ts';
import type { Promotion } from '#core/promotion/promotion.ts';
import { barcodeRule } from '#protocol/catalogue.ts';
import { promotion } from '#protocol/promotion.ts';
import { readableSum } from '../db/readable-sum.ts';
import { moneyText, quantityText } from '../db/scaled.ts';
import type { Schema } from '../db/schema.ts';
import type { ProductRow } from '../db/schema-shop.ts';
import { taxOfColumns } from '../db/tax-columns.ts';
import { readLocal } from './read-locals.ts';

interface Place {
  organisationId: string;
  localId: string;
}

/** The shop as it is set up now, for the tills of one local. What has nothing to say is left out. */
export async function readCatalogue(db: Kysely<Schema>, place: Place): Promise<Omit<Catalogue, 'version' | 'as_of'>> {
  const { policy } = await readLocal(db, place);
  const decimals = currencyDecimals(policy.currency);
  const promotions = await readPromotions(db, place);
  return {
    policy,
    products: await readProducts(db, place, decimals),
    categories: await readCategories(db, place),
    taxes: await readTaxes(db, place, decimals),
    barcode_rules: await readBarcodeRules(db, place),
    ...(promotions.length > 0 && { promotions }),
    customers: await readCustomers(db, place),
  };
}

async function readProducts(db: Kysely<Schema>, place: Place, decimals: number): Promise<Product[]> {
  const stock = await readStock(db, place);
  const rows = await db
    .selectFrom('products')
    .selectAll()
    .where('organisation_id', '=', place.organisationId)
    .orderBy('position')
    .execute();
  return rows.map((row) => productOf(row, stock.get(row.variant_id), decimals));
}

async function readStock(db: Kysely<Schema>, place: Place): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('stock_levels')
    .select(['variant_id', readableSum(sql.ref('on_hand')).as('on_hand')])
    .where('organisation_id', '=', place.organisationId)
    .where('local_id', '=', place.localId)
    .execute();
  return new Map(rows.map((row) => [row.variant_id, row.on_hand]));
}

const textList = z.array(z.string());

function productOf(row: ProductRow, onHand: number | undefined, decimals: number): Product {
  const tags = textList.parse(JSON.parse(row.tags));
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
    ...(row.minimum_price !== null && { minimum_price: moneyText(row.minimum_price, decimals) }),
    ...(tags.length > 0 && { tags }),
    tax_ids: textList.parse(JSON.parse(row.tax_ids)),
    item_type: row.item_type,
    stock: row.counted === 1 ? quantityText(onHand ?? 0) : null,
    favourite: row.favourite,
  };
}

async function readCategories(db: Kysely<Schema>, place: Place): Promise<Category[]> {
  const rows = await db
    .selectFrom('categories')
    .selectAll()
    .where('organisation_id', '=', place.organisationId)
    .orderBy('position')
    .execute();
  return rows.map((row) => ({
    category_id: row.category_id,
    name: { es: row.name_es, en: row.name_en },
    colour: row.colour,
  }));
}

async function readTaxes(db: Kysely<Schema>, place: Place, decimals: number): Promise<TaxRule[]> {
  const rows = await db
    .selectFrom('taxes')
    .selectAll()
    .where('organisation_id', '=', place.organisationId)
    .orderBy('position')
    .execute();
  return rows.map((row) => taxOfColumns(row, decimals));
}

async function readBarcodeRules(db: Kysely<Schema>, place: Place): Promise<Catalogue['barcode_rules']> {
  const rows = await db
    .selectFrom('barcode_rules')
    .select('rule')
    .where('organisation_id', '=', place.organisationId)
    .orderBy('position')
    .execute();
  return rows.map((row) => barcodeRule.parse(JSON.parse(row.rule)));
}

async function readPromotions(db: Kysely<Schema>, place: Place): Promise<Promotion[]> {
  const rows = await db
    .selectFrom('promotions')
    .select('promotion')
    .where('organisation_id', '=', place.organisationId)
    .orderBy('position')
    .execute();
  return rows.map((row) => promotion.parse(JSON.parse(row.promotion)));
}

async function readCustomers(db: Kysely<Schema>, place: Place): Promise<Customer[]> {
  const rows = await db
    .selectFrom('customers')
    .select(['customer_id', 'name', 'phone', 'loyalty_tier'])
    .where('organisation_id', '=', place.organisationId)
    .orderBy('customer_id')
    .execute();
  return rows;
}
