import type { BarcodeRule, Policy, Product, TaxRule } from '#core/catalogue/catalogue.ts';
import type { Counter } from '#core/journal/drafts.ts';
import type { PriceBook } from '#core/pricing/price-book.ts';
import type { Promotion } from '#core/promotion/promotion.ts';
import { completeSale } from '#core/sale/complete-sale.ts';
import type { Discount, LineProduct, Sale, SaleLine, Tender } from '#core/sale/sale.ts';
import type { TransactionDocument } from '#core/sale/transaction.ts';

/** Small, plain parts of sales for tests: say what matters, take the rest as it is. */

export const ITBMS_7: TaxRule = { tax_id: 'itbms-7', name: 'ITBMS 7 %', rate: '0.0700', included: false };
export const ITBMS_10: TaxRule = { tax_id: 'itbms-10', name: 'ITBMS 10 %', rate: '0.1000', included: false };
export const VAT_21_INCLUDED: TaxRule = { tax_id: 'vat-21', name: 'IVA 21 %', rate: '0.2100', included: true };

/** A shop in Panama with the defaults of a new local. */
export function policyOf(change: Partial<Policy> = {}): Policy {
  return {
    currency: 'USD',
    time_zone: 'America/Panama',
    tax_rounding: 'per_rate',
    discount_basis: 'before_tax',
    cashier_discount_limit: '5',
    max_lines: 100,
    tender_methods: ['cash', 'card', 'yappy', 'transfer'],
    denominations: ['20.00', '10.00', '5.00', '1.00', '0.50', '0.25', '0.10', '0.05', '0.01'],
    ...change,
  };
}

/** Prices by these rules, with no promotions unless some are given. */
export function bookOf(policy: Policy = policyOf(), promotions: readonly Promotion[] = []): PriceBook {
  return { policy, promotions };
}

/** A line product sold by the piece, untaxed. */
export function lineProductOf(change: Partial<LineProduct> = {}): LineProduct {
  return {
    variantId: 'variant-bread',
    sku: 'BREAD',
    name: { es: 'Pan de molde', en: 'Sliced bread' },
    barcode: null,
    category: 'Panadería',
    brand: null,
    itemType: 'FOOD',
    unit: 'unit',
    taxes: [],
    ...change,
  };
}

/** One piece of bread at 1.00, unless said otherwise; taxes and unit may be named directly. */
export function lineOf(
  change: Partial<SaleLine> & Partial<Pick<LineProduct, 'taxes' | 'unit' | 'variantId'>> = {},
): SaleLine {
  const { taxes, unit, variantId, ...line } = change;
  return {
    lineId: 'line-1',
    product: lineProductOf({
      ...(taxes === undefined ? {} : { taxes }),
      ...(unit === undefined ? {} : { unit }),
      ...(variantId === undefined ? {} : { variantId }),
    }),
    quantity: '1',
    unitPrice: '1.00',
    discount: null,
    ...line,
  };
}

/** An open sale with these lines; each line that has no id of its own gets one by its place. */
export function saleOf(lines: readonly SaleLine[], change: Partial<Sale> = {}): Sale {
  return {
    saleId: 'sale-1',
    currency: 'USD',
    cashierId: 'staff-ana',
    openedAt: '2026-03-14T15:00:00.000Z',
    customer: null,
    note: null,
    lines: lines.map((line, place) =>
      line.lineId === 'line-1' ? { ...line, lineId: `line-${String(place + 1)}` } : line,
    ),
    misses: [],
    discount: null,
    tenders: [],
    completionId: null,
    mayBePaid: false,
    ...change,
  };
}

export function percent(value: string): Discount {
  return { type: 'percentage', value, reason: 'regular customer' };
}

export function amountOff(value: string): Discount {
  return { type: 'fixed_amount', value, reason: 'dented tin' };
}

export function cash(received: string, tenderId = 'cash-1'): Tender {
  return { tenderId, method: 'cash', received };
}

export function card(amount: string, tenderId = 'card-1'): Tender {
  return { tenderId, method: 'card', amount, brand: 'VISA', last4: '4242', authorizationCode: 'A-771' };
}

/** The document of a paid sale: the first that register T03 has made. Throws when the sale may not be completed. */
export function documentOf(sale: Sale, book: PriceBook = bookOf()): TransactionDocument {
  return completeSale(sale, {
    book,
    localId: 'local-1',
    catalogueVersion: 'v1',
    now: '2026-03-14T15:05:00.000Z',
    transactionNumber: 'POS-2026-T03-000001',
  });
}

/** Register T03, where sales are priced by this book. */
export function counterOf(book: PriceBook = bookOf()): Counter {
  return { localId: 'local-1', registerCode: 'T03', timeZone: 'America/Panama', catalogueVersion: 'v1', book };
}

/** What a scale prints: 20, five digits of PLU, five of grams, a check digit. */
export const WEIGHT_LABEL: BarcodeRule = {
  rule_id: 'weight',
  prefix: '20',
  item: [2, 7],
  value: [7, 12],
  verifier: null,
  decimals: 3,
  measure: 'weight',
};
/** The same with 23 before it, and cents in place of grams. */
export const PRICE_LABEL: BarcodeRule = {
  ...WEIGHT_LABEL,
  rule_id: 'price',
  prefix: '23',
  decimals: 2,
  measure: 'price',
};

/** A product of the catalogue: bread by the piece at 1.00, without a code, unless said otherwise. */
export function productOf(change: Partial<Product> = {}): Product {
  return {
    variant_id: 'variant-bread',
    sku: 'BREAD',
    name: { es: 'Pan de molde', en: 'Sliced bread' },
    category_id: 'bakery',
    brand: null,
    barcodes: [],
    plu: null,
    unit: 'unit',
    unit_price: '1.00',
    tax_ids: [],
    item_type: 'FOOD',
    stock: null,
    favourite: null,
    ...change,
  };
}

/** Ids that are counted up: "id-1", "id-2" … */
export function countedIds(prefix = 'id'): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `${prefix}-${String(count)}`;
  };
}
