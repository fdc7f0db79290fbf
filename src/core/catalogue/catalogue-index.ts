import { gtin14 } from '#core/barcode/gtin.ts';
import type { PriceBook } from '#core/pricing/price-book.ts';
import type { Catalogue, Category, Product, TaxRule } from './catalogue.ts';
import { buildVocabulary, type Vocabulary } from './vocabulary.ts';

/** A catalogue made ready for a till: every look-up is one step, however many products there are. */
export interface CatalogueIndex {
  catalogue: Catalogue;
  /** What sales are priced by. */
  priceBook: PriceBook;
  productsById: ReadonlyMap<string, Product>;
  /** By GTIN-14, SKU in capitals, and PLU without leading zeros; a code may stand for several products. */
  productsByCode: ReadonlyMap<string, readonly Product[]>;
  categoriesById: ReadonlyMap<string, Category>;
  taxesById: ReadonlyMap<string, TaxRule>;
  productsByCategory: ReadonlyMap<string, readonly Product[]>;
  /** In their order. */
  favourites: readonly Product[];
  vocabulary: Vocabulary;
}

/** Walks the catalogue once. */
export function buildCatalogueIndex(catalogue: Catalogue): CatalogueIndex {
  const productsByCode = new Map<string, Product[]>();
  const productsByCategory = new Map<string, Product[]>();
  for (const product of catalogue.products) {
    for (const code of new Set(codesOf(product))) {
      append(productsByCode, code, product);
    }
    append(productsByCategory, product.category_id, product);
  }
  const favourites = catalogue.products.filter((product) => product.favourite !== null);
  favourites.sort((a, b) => (a.favourite ?? 0) - (b.favourite ?? 0));
  return {
    catalogue,
    priceBook: { policy: catalogue.policy, promotions: catalogue.promotions ?? [] },
    productsById: new Map(catalogue.products.map((product) => [product.variant_id, product])),
    productsByCode,
    categoriesById: new Map(catalogue.categories.map((category) => [category.category_id, category])),
    taxesById: new Map(catalogue.taxes.map((tax) => [tax.tax_id, tax])),
    productsByCategory,
    favourites,
    vocabulary: buildVocabulary(catalogue.products),
  };
}

/** The form in which a typed code is compared: SKUs without regard to case, PLUs without leading zeros. */
export function codeKey(text: string): string {
  return gtin14(text) ?? shortCodeKey(text);
}

/** As `codeKey`, for a number that is never a GTIN, such as the item reference inside a scale label. */
export function shortCodeKey(text: string): string {
  return /^\d{1,6}$/.test(text) ? text.replace(/^0+(?=\d)/, '') : text.toUpperCase();
}

function codesOf(product: Product): string[] {
  const plu = product.plu === null ? [] : [shortCodeKey(product.plu)];
  return [...product.barcodes.map(codeKey), codeKey(product.sku), ...plu];
}

function append(map: Map<string, Product[]>, key: string, product: Product): void {
  const known = map.get(key);
  if (known === undefined) {
    map.set(key, [product]);
  } else {
    known.push(product);
  }
}
