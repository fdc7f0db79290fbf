import type { Product, Unit } from '#core/catalogue/catalogue.ts';

/** Products that share a category, a ledger type and a tax. */
export type Shelf = readonly Product[];

/** What all products of a shelf have in common. */
export interface ShelfTraits {
  category: string;
  itemType: string;
  tax: string;
}

/** Goods with a printed code: SKU, Spanish, English, price in USD before tax, brand, stock, then every code. */
export type PackedRow = readonly [
  sku: string,
  es: string,
  en: string,
  price: string,
  brand: string | null,
  stock: string | null,
  ...barcodes: string[],
];

/** Goods known by a short number: PLU, Spanish, English, price in USD per unit before tax, unit, stock. */
export type LooseRow = readonly [plu: string, es: string, en: string, price: string, unit: Unit, stock: string | null];

/** Spells out a shelf of packed goods. */
export function packed(traits: ShelfTraits, rows: readonly PackedRow[]): Shelf {
  return rows.map(([sku, es, en, price, brand, stock, ...barcodes]) => ({
    ...common(traits, sku),
    name: { es, en },
    brand,
    barcodes,
    plu: null,
    unit: 'unit',
    unit_price: price,
    stock,
  }));
}

/** Spells out a shelf of goods that are weighed or counted at the till. */
export function loose(traits: ShelfTraits, rows: readonly LooseRow[]): Shelf {
  return rows.map(([plu, es, en, price, unit, stock]) => ({
    ...common(traits, `PLU-${plu}`),
    name: { es, en },
    brand: null,
    barcodes: [],
    plu,
    unit,
    unit_price: price,
    stock,
  }));
}

function common(traits: ShelfTraits, sku: string) {
  return {
    variant_id: `demo-${sku.toLowerCase()}`,
    sku,
    category_id: traits.category,
    tax_ids: [traits.tax],
    item_type: traits.itemType,
    favourite: null,
  };
}
