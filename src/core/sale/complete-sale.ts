import type { Policy } from '#core/catalogue/catalogue.ts';
import { priceSale } from '#core/pricing/price-sale.ts';
import type { PricedLine } from '#core/pricing/priced-sale.ts';
import { type Amount, Decimal } from '#core/money/money.ts';
import { type Checked, refused } from '#core/problem.ts';
import { type Settlement, settleTenders } from '#core/tender/settle-tenders.ts';
import type { Discount, Sale, SaleLine } from './sale.ts';
import type { TransactionDiscount, TransactionDocument, TransactionItem } from './transaction.ts';

/** What completing needs beside the sale itself. */
export interface Completion {
  policy: Policy;
  localId: string;
  catalogueVersion: string;
  /** UTC instant. */
  now: string;
  transactionNumber: string;
}

/** The number on the receipt: a gap-free series per register and epoch, never used twice. */
export function transactionNumber(place: {
  businessDate: string;
  registerCode: string;
  epoch: number;
  saleNumber: number;
}): string {
  const series = place.epoch === 1 ? place.registerCode : `${place.registerCode}.${String(place.epoch)}`;
  return `POS-${place.businessDate.slice(0, 4)}-${series}-${String(place.saleNumber).padStart(6, '0')}`;
}

/**
 * Why the sale may not be completed now: a scan that nobody dealt with, nothing sold, something left to
 * pay, or more taken than was due.
 */
export function checkCompletion(sale: Sale, policy: Policy): Checked<object> {
  if (sale.misses.length > 0) {
    return refused('POS-1108', { count: String(sale.misses.length) });
  }
  if (sale.lines.length === 0) {
    return refused('POS-1109');
  }
  const { problem } = settle(sale, priceSale(sale, policy).total, policy);
  return problem === null ? { ok: true } : { ok: false, problem };
}

/**
 * The sale as the journal keeps it for ever. Throws when `checkCompletion` refuses it: whoever gets here has
 * taken the money, so the check comes first.
 */
export function completeSale(sale: Sale, completion: Completion): TransactionDocument {
  const check = checkCompletion(sale, completion.policy);
  if (!check.ok) {
    throw new Error(`the sale cannot be completed: ${check.problem.type}`);
  }
  const priced = priceSale(sale, completion.policy);
  const settlement = settle(sale, priced.total, completion.policy);
  const cashRounding = new Decimal(settlement.rounding).isZero() ? undefined : completion.policy.cash_rounding;
  const saleDiscount = priced.lines.reduce((sum, line) => sum.plus(line.saleDiscount), new Decimal(0));
  return {
    transaction_id: sale.saleId,
    transaction_number: completion.transactionNumber,
    local_id: completion.localId,
    cashier_id: sale.cashierId,
    customer_id: sale.customer?.customerId ?? null,
    currency: sale.currency,
    catalogue_version: completion.catalogueVersion,
    tax_rounding: completion.policy.tax_rounding,
    discount_basis: completion.policy.discount_basis,
    ...(cashRounding === undefined ? {} : { cash_rounding: { ...cashRounding } }),
    created_at: sale.openedAt,
    completed_at: completion.now,
    notes: sale.note,
    items: sale.lines.map((line, index) => itemOf(line, priced.lines[index])),
    discount: discountOf(sale.discount, saleDiscount.toFixed(decimalsOf(priced.total))),
    totals: {
      subtotal: priced.subtotal,
      discount_amount: priced.discount,
      tax_amount: priced.tax,
      total_amount: priced.total,
      ...(cashRounding === undefined ? {} : { cash_rounding_amount: settlement.rounding }),
    },
    taxes: priced.taxes.map((tax) => ({ ...tax })),
    payments: settlement.payments,
  };
}

function settle(sale: Sale, total: Amount, policy: Policy): Settlement {
  return settleTenders({ total, currency: sale.currency, cashRounding: policy.cash_rounding }, sale.tenders);
}

function decimalsOf(amount: string): number {
  return amount.split('.')[1]?.length ?? 0;
}

function itemOf(line: SaleLine, priced: PricedLine | undefined): TransactionItem {
  if (priced === undefined || priced.lineId !== line.lineId) {
    throw new Error(`line ${line.lineId} was not priced`);
  }
  return {
    item_id: line.lineId,
    variant_id: line.product.variantId,
    sku: line.product.sku,
    product_name: line.product.name,
    barcode: line.product.barcode,
    category: line.product.category,
    brand: line.product.brand,
    item_type: line.product.itemType,
    unit: line.product.unit,
    quantity: line.quantity,
    unit_price: line.unitPrice,
    gross: priced.gross,
    subtotal: priced.subtotal,
    discount: discountOf(line.discount, priced.lineDiscount),
    discount_amount: priced.discount,
    tax_amount: priced.tax,
    total: priced.total,
    taxes: priced.taxes.map((tax) => ({ ...tax })),
  };
}

function discountOf(discount: Discount | null, amount: string): TransactionDiscount | null {
  return discount === null
    ? null
    : {
        discount_type: discount.type,
        discount_value: discount.value,
        discount_amount: amount,
        reason: discount.reason,
      };
}
