import { parseScan, type Scan } from '#core/barcode/parse-scan.ts';
import { checkQuantity } from '#core/quantity/parse-quantity.ts';
import type { LineProduct, ScanMiss } from '#core/sale/sale.ts';
import { currencyDecimals, Decimal } from '#core/money/money.ts';
import type { Product, TaxRule } from './catalogue.ts';
import { type CatalogueIndex, codeKey, shortCodeKey } from './catalogue-index.ts';

/** What is about to become a line. `quantity` is null where a person or a scale has yet to say it. */
export interface Article {
  product: LineProduct;
  unitPrice: string;
  quantity: string | null;
}

/** What a scan came to: an article to add, a choice between several, or a miss that must be dealt with. */
export type ScanResolution =
  | { kind: 'article'; article: Article }
  | { kind: 'choice'; text: string; products: readonly Product[] }
  | { kind: 'miss'; text: string; reason: ScanMiss['reason'] };

/** Looks a raw scan up. Only exact matches count: a scan never finds something merely like it. */
export function resolveScan(index: CatalogueIndex, raw: string): ScanResolution {
  const scan = parseScan(raw, index.catalogue.barcode_rules);
  const products = productsOf(index, scan);
  const [only] = products;
  if (only === undefined) {
    return { kind: 'miss', text: scan.text, reason: scan.kind === 'misread' ? 'misread' : 'unknown' };
  }
  if (products.length > 1) {
    return { kind: 'choice', text: scan.text, products };
  }
  if (scan.kind !== 'measured') {
    return { kind: 'article', article: articleOf(index, only, scan.text) };
  }
  const measured = measuredArticle(articleOf(index, only, scan.text), scan, index.catalogue.policy.currency);
  return measured === null
    ? { kind: 'miss', text: scan.text, reason: 'not_supported' }
    : { kind: 'article', article: measured };
}

function productsOf(index: CatalogueIndex, scan: Scan): readonly Product[] {
  const key = scan.kind === 'measured' ? shortCodeKey(scan.item) : codeKey(scan.text);
  return index.productsByCode.get(key) ?? [];
}

/** A product as a line will remember it; goods sold by weight still lack their quantity. */
export function articleOf(index: CatalogueIndex, product: Product, barcode: string | null): Article {
  const taxes = product.tax_ids
    .map((taxId) => index.taxesById.get(taxId))
    .filter((tax): tax is TaxRule => tax !== undefined);
  return {
    product: {
      variantId: product.variant_id,
      sku: product.sku,
      name: product.name,
      barcode: barcode ?? product.barcodes[0] ?? null,
      category: index.categoriesById.get(product.category_id)?.name.es ?? null,
      brand: product.brand,
      itemType: product.item_type,
      unit: product.unit,
      taxes,
    },
    unitPrice: product.unit_price,
    quantity: product.unit === 'unit' ? '1' : null,
  };
}

/**
 * The article a scale label stands for. A price label must come to its price exactly: the weight behind it is used
 * where it gives that price back, else the label is one piece at the printed price. Null when the label makes no
 * sense for the goods (no weight at all, a weight of goods sold by the piece).
 */
function measuredArticle(
  article: Article,
  scan: Extract<Scan, { kind: 'measured' }>,
  currency: string,
): Article | null {
  const value = new Decimal(scan.value);
  if (value.isZero()) {
    return null;
  }
  if (scan.measure === 'weight') {
    const weighed = checkQuantity(value, article.product.unit);
    return article.product.unit === 'kg' && weighed.ok ? { ...article, quantity: weighed.quantity } : null;
  }
  const unitPrice = new Decimal(article.unitPrice);
  if (article.product.unit === 'kg' && !unitPrice.isZero()) {
    const weight = value.div(unitPrice).toDecimalPlaces(3);
    if (weight.times(unitPrice).toDecimalPlaces(currencyDecimals(currency)).equals(value) && !weight.isZero()) {
      return { ...article, quantity: weight.toFixed() };
    }
  }
  return {
    product: { ...article.product, unit: 'unit' },
    unitPrice: value.toFixed(currencyDecimals(currency)),
    quantity: '1',
  };
}
