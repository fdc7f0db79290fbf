import { parseScan, type Scan } from '#core/barcode/parse-scan.ts';
import type { VariableMeasure } from '#core/barcode/variable-measure.ts';
import { checkQuantity } from '#core/quantity/parse-quantity.ts';
import type { LineMarks } from '#core/sale/line-marks.ts';
import type { LineProduct, ScanMiss } from '#core/sale/sale.ts';
import { currencyDecimals, Decimal } from '#core/money/money.ts';
import type { Product, TaxRule } from './catalogue.ts';
import { type CatalogueIndex, codeKey, shortCodeKey } from './catalogue-index.ts';

/** What is about to become a line. `quantity` is null where a person or a scale has yet to say it. */
export interface Article {
  product: LineProduct;
  unitPrice: string;
  quantity: string | null;
  /** Absent where the symbol said nothing beyond what the goods are. */
  marks?: LineMarks;
}

/** What a scan came to: an article to add, a choice between several, or a miss that must be dealt with. */
export type ScanResolution =
  | { kind: 'article'; article: Article }
  | { kind: 'choice'; text: string; products: readonly Product[] }
  | { kind: 'miss'; text: string; reason: ScanMiss['reason'] };

/** Looks a raw scan up. Only exact matches count: a scan never finds something merely like it. */
export function resolveScan(index: CatalogueIndex, raw: string): ScanResolution {
  const scan = readScan(index, raw);
  const products = productsOf(index, scan);
  const [only] = products;
  if (only === undefined) {
    return { kind: 'miss', text: scan.text, reason: missReason(scan) };
  }
  if (products.length > 1) {
    return { kind: 'choice', text: scan.text, products };
  }
  const article = scannedArticle(index, only, scan);
  return article === null ? { kind: 'miss', text: scan.text, reason: 'not_supported' } : { kind: 'article', article };
}

/** The article when a person says which product a scan is; null when what the scan says makes no sense for it. */
export function articleOfScan(index: CatalogueIndex, product: Product, raw: string): Article | null {
  return scannedArticle(index, product, readScan(index, raw));
}

/** Two-digit years are read by the catalogue's own year, for it is never decades old. */
function readScan({ catalogue }: CatalogueIndex, raw: string): Scan {
  return parseScan(raw, { rules: catalogue.barcode_rules, year: Number(catalogue.as_of.slice(0, 4)) });
}

function scannedArticle(index: CatalogueIndex, product: Product, scan: Scan): Article | null {
  const plain = articleOf(index, product, printedCode(scan));
  const printed = printedOf(scan, product);
  const article = printed === null ? plain : printedArticle(plain, printed, index.catalogue.policy.currency);
  return article === null ? null : withMarks(article, scan);
}

/** A pallet's number is read well, but it is nothing that a till sells. */
function missReason(scan: Scan): ScanMiss['reason'] {
  if (scan.kind === 'misread') {
    return 'misread';
  }
  return scan.kind === 'gs1' && scan.gtin14 === null ? 'not_supported' : 'unknown';
}

/** One step for each way to read the code: the most exact way that finds something decides. */
function productsOf(index: CatalogueIndex, scan: Scan): readonly Product[] {
  for (const key of keysOf(scan)) {
    const found = index.productsByCode.get(key);
    if (found !== undefined) {
      return found;
    }
  }
  return [];
}

function keysOf(scan: Scan): readonly string[] {
  switch (scan.kind) {
    case 'measured':
      return [codeKey(scan.lookupCode), shortCodeKey(scan.item)];
    case 'gs1': {
      const label = scan.label === null ? [] : [codeKey(scan.label.lookupCode), shortCodeKey(scan.label.item)];
      return scan.gtin14 === null ? [] : [scan.gtin14, ...label];
    }
    case 'gtin':
      return scan.upcE === null ? [scan.gtin14] : [scan.gtin14, scan.upcE, shortCodeKey(scan.text)];
    case 'misread':
    case 'code':
      return [codeKey(scan.text)];
  }
}

/** The code that the line remembers: of a GS1 symbol only what names the goods. */
function printedCode(scan: Scan): string {
  return scan.kind === 'gs1' ? (scan.gtin14 ?? scan.text) : scan.text;
}

function withMarks(article: Article, scan: Scan): Article {
  if (scan.kind !== 'gs1') {
    return article;
  }
  const expiresOn = scan.expiresOn ?? scan.sellBy ?? scan.bestBefore;
  const { batch, serial } = scan;
  const none = batch === null && serial === null && expiresOn === null;
  return none ? article : { ...article, marks: { batch, serial, expiresOn } };
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
      categoryId: product.category_id,
      ...(product.tags === undefined ? {} : { tags: product.tags }),
      ...(product.minimum_price === undefined ? {} : { minimumPrice: product.minimum_price }),
      brand: product.brand,
      itemType: product.item_type,
      unit: product.unit,
      taxes,
    },
    unitPrice: product.unit_price,
    quantity: product.unit === 'unit' ? '1' : null,
  };
}

/** What a label or symbol says of how much it is and what it costs, as decimal strings. */
interface Printed {
  /** Kilograms. */
  weight: string | null;
  /** Of the whole; a null currency is the local's own. */
  price: { amount: string; currency: string | null } | null;
  count: string | null;
}

/** Null where nothing is printed. A GS1 symbol may say more than matters for how the goods are sold. */
function printedOf(scan: Scan, { unit }: Product): Printed | null {
  if (scan.kind === 'measured') {
    return printedOnLabel(scan);
  }
  if (scan.kind !== 'gs1') {
    return null;
  }
  const weight = unit === 'kg' ? scan.weight : null;
  const count = unit === 'unit' ? scan.count : null;
  if (weight === null && count === null && scan.price === null) {
    return scan.label === null ? null : printedOnLabel(scan.label);
  }
  return { weight, count, price: scan.price };
}

function printedOnLabel({ measure, value, currency }: VariableMeasure): Printed {
  return {
    weight: measure === 'weight' ? value : null,
    price: measure === 'price' ? { amount: value, currency } : null,
    count: measure === 'count' ? value : null,
  };
}

/**
 * The article with what is printed on it. Null when it makes no sense for the goods: nothing at all of something, a
 * weight of goods sold by the piece, money of another country.
 */
function printedArticle(article: Article, printed: Printed, currency: string): Article | null {
  const { unit } = article.product;
  const amounts = [printed.weight, printed.price?.amount ?? null, printed.count];
  if (amounts.some((amount) => amount !== null && new Decimal(amount).isZero())) {
    return null;
  }
  if (printed.price !== null) {
    const own = printed.price.currency === null || printed.price.currency === currency;
    return own ? pricedArticle(article, printed, currency) : null;
  }
  const sold = unit === 'kg' ? printed.weight : printed.count;
  if (sold === null) {
    return null;
  }
  const quantity = checkQuantity(new Decimal(sold).toDecimalPlaces(3), unit);
  return quantity.ok ? { ...article, quantity: quantity.quantity } : null;
}

/**
 * A printed price is what the goods must come to, exactly: the weight printed with it or the one behind it is used
 * where it gives that price, else the label is one piece at the printed price.
 */
function pricedArticle(article: Article, { price, weight }: Printed, currency: string): Article {
  const total = new Decimal(price?.amount ?? '0');
  const unitPrice = new Decimal(article.unitPrice);
  if (article.product.unit === 'kg' && !unitPrice.isZero()) {
    const kilograms = (weight === null ? total.div(unitPrice) : new Decimal(weight)).toDecimalPlaces(3);
    if (kilograms.times(unitPrice).toDecimalPlaces(currencyDecimals(currency)).equals(total) && !kilograms.isZero()) {
      return { ...article, quantity: kilograms.toFixed() };
    }
  }
  return {
    product: { ...article.product, unit: 'unit' },
    unitPrice: total.toFixed(currencyDecimals(currency)),
    quantity: '1',
  };
}
