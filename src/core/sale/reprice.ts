import type { Policy } from '#core/catalogue/catalogue.ts';
import { canonicalJson } from '#core/journal/canonical-json.ts';
import { type Amount, sumAmounts } from '#core/money/money.ts';
import type { PricedSale } from '#core/pricing/priced-sale.ts';
import { priceSale } from '#core/pricing/price-sale.ts';
import { paymentDifferencesOf } from './check-payments.ts';
import type { Sale } from './sale.ts';
import type { TransactionDiscount, TransactionDocument, TransactionItem } from './transaction.ts';

/** The open sale that a document was made from, without its tenders: enough to price it again. */
export function saleOfTransaction(document: TransactionDocument): Sale {
  return {
    saleId: document.transaction_id,
    currency: document.currency,
    cashierId: document.cashier_id,
    openedAt: document.created_at,
    customer: null,
    note: document.notes,
    lines: document.items.map(lineOf),
    misses: [],
    discount: discountOf(document.discount),
    tenders: [],
    completionId: null,
  };
}

function lineOf(item: TransactionItem): Sale['lines'][number] {
  return {
    lineId: item.item_id,
    product: {
      variantId: item.variant_id,
      sku: item.sku,
      name: item.product_name,
      barcode: item.barcode,
      category: item.category,
      brand: item.brand,
      itemType: item.item_type,
      unit: item.unit,
      taxes: item.taxes.map(({ tax_id, name, rate, included }) => ({ tax_id, name, rate, included })),
    },
    quantity: item.quantity,
    unitPrice: item.unit_price,
    discount: discountOf(item.discount),
  };
}

function discountOf(discount: TransactionDiscount | null): Sale['discount'] {
  return discount === null
    ? null
    : { type: discount.discount_type, value: discount.discount_value, reason: discount.reason };
}

/**
 * Prices a document again from its own lines, discounts and policy, and names the figures that come out otherwise:
 * "totals.total_amount", "items.2.tax_amount", "payments" … Empty when the till was right. The document is never
 * corrected.
 */
export function differencesOf(document: TransactionDocument, policy: Policy): string[] {
  const priced = priceSale(saleOfTransaction(document), {
    ...policy,
    currency: document.currency,
    tax_rounding: document.tax_rounding,
    discount_basis: document.discount_basis,
  });
  const zero = sumAmounts([], document.currency);
  const differences: string[] = [];
  const compare = (name: string, ours: unknown, theirs: unknown) => {
    if (canonicalJson(ours) !== canonicalJson(theirs)) {
      differences.push(name);
    }
  };
  compare('totals.subtotal', priced.subtotal, document.totals.subtotal);
  compare('totals.discount_amount', priced.discount, document.totals.discount_amount);
  compare('totals.tax_amount', priced.tax, document.totals.tax_amount);
  compare('totals.total_amount', priced.total, document.totals.total_amount);
  compare('taxes', priced.taxes, document.taxes);
  compare('discount', saleDiscountOf(priced), document.discount?.discount_amount ?? zero);
  differences.push(...paymentDifferencesOf(document, priced.total));
  document.items.forEach((item, index) => {
    const line = priced.lines[index];
    compare(`items.${String(index)}.gross`, line?.gross, item.gross);
    compare(`items.${String(index)}.subtotal`, line?.subtotal, item.subtotal);
    compare(`items.${String(index)}.discount_amount`, line?.discount, item.discount_amount);
    compare(`items.${String(index)}.discount`, line?.lineDiscount, item.discount?.discount_amount ?? zero);
    compare(`items.${String(index)}.taxes`, line?.taxes, item.taxes);
    compare(`items.${String(index)}.tax_amount`, line?.tax, item.tax_amount);
    compare(`items.${String(index)}.total`, line?.total, item.total);
  });
  return differences;
}

function saleDiscountOf(priced: PricedSale): Amount {
  return sumAmounts(
    priced.lines.map((line) => line.saleDiscount),
    priced.currency,
  );
}
