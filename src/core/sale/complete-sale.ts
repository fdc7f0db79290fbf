import type { CashRounding } from '#core/catalogue/catalogue.ts';
import { type Amount, Decimal, sum, sumAmounts } from '#core/money/money.ts';
import type { PriceBook } from '#core/pricing/price-book.ts';
import { priceOpenSale } from '#core/pricing/price-open-sale.ts';
import { priceSale } from '#core/pricing/price-sale.ts';
import type { LinePromotion, PricedLine, PricedSale } from '#core/pricing/priced-sale.ts';
import { type Checked, refused } from '#core/problem.ts';
import { roundedCash } from '#core/tender/cash-rounding.ts';
import { type Settlement, settleTenders } from '#core/tender/settle-tenders.ts';
import { marksOnWire } from './line-marks.ts';
import type { Discount, LineProduct, Sale, SaleLine } from './sale.ts';
import type { TransactionDiscount, TransactionDocument, TransactionItem } from './transaction.ts';

/** What completing needs beside the sale itself. */
export interface Completion {
  book: PriceBook;
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
export function checkCompletion(sale: Sale, book: PriceBook): Checked<object> {
  if (sale.misses.length > 0) {
    return refused('POS-1108', { count: String(sale.misses.length) });
  }
  if (sale.lines.length === 0) {
    return refused('POS-1109');
  }
  const { problem } = settle(sale, priceOpenSale(sale, book, null).figures.total, book);
  return problem === null ? { ok: true } : { ok: false, problem };
}

/**
 * The sale as the journal keeps it for ever. Throws when `checkCompletion` refuses it: whoever gets here has
 * taken the money, so the check comes first.
 */
export function completeSale(sale: Sale, completion: Completion): TransactionDocument {
  const check = checkCompletion(sale, completion.book);
  if (!check.ok) {
    throw new Error(`the sale cannot be completed: ${check.problem.type}`);
  }
  return documentOf(sale, completion);
}

/** The sale as a document with the tenders that it has, also before they are enough. */
export function documentOf(sale: Sale, completion: Completion): TransactionDocument {
  const { book } = completion;
  const priced = priceSale(sale, book);
  const settlement = settle(sale, priced.total, book);
  const cashRounding = ruleOfCash(settlement, book);
  const isRounded = !new Decimal(settlement.rounding).isZero();
  return {
    transaction_id: sale.saleId,
    transaction_number: completion.transactionNumber,
    local_id: completion.localId,
    cashier_id: sale.cashierId,
    customer_id: sale.customer?.customerId ?? null,
    ...(sale.customer?.tier === undefined ? {} : { customer_tier: sale.customer.tier }),
    currency: sale.currency,
    catalogue_version: completion.catalogueVersion,
    tax_rounding: book.policy.tax_rounding,
    discount_basis: book.policy.discount_basis,
    ...(cashRounding === undefined ? {} : { cash_rounding: { ...cashRounding } }),
    created_at: sale.openedAt,
    completed_at: completion.now,
    notes: sale.note,
    items: sale.lines.map((line, index) => itemOf(line, priced.lines[index])),
    discount: discountOf(sale.discount, saleDiscountOf(priced)),
    ...(priced.byPromotion.length === 0 ? {} : { promotions: priced.byPromotion.map((each) => ({ ...each })) }),
    totals: {
      subtotal: priced.subtotal,
      discount_amount: priced.discount,
      tax_amount: priced.tax,
      total_amount: priced.total,
      ...(isRounded ? { cash_rounding_amount: settlement.rounding } : {}),
    },
    taxes: priced.taxes.map((tax) => ({ ...tax })),
    payments: settlement.payments,
  };
}

function settle(sale: Sale, total: Amount, book: PriceBook): Settlement {
  return settleTenders({ total, currency: sale.currency, cashRounding: book.policy.cash_rounding }, sale.tenders);
}

/**
 * The rule that the cash of a sale was paid by, also where it changed nothing: what comes back of the sale later is paid
 * in the same steps. None where no cash was taken, or cash finer than its steps.
 */
function ruleOfCash({ payments }: Settlement, { policy }: PriceBook): CashRounding | undefined {
  const taken = payments.filter((payment) => payment.payment_method === 'cash');
  const cash = sum(taken.map((payment) => new Decimal(payment.amount)));
  const inSteps = taken.length > 0 && roundedCash(cash, policy.cash_rounding).rounding.isZero();
  return inSteps ? policy.cash_rounding : undefined;
}

function saleDiscountOf(priced: PricedSale): Amount {
  return sumAmounts(
    priced.lines.map((line) => line.saleDiscount),
    priced.currency,
  );
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
    ...optionalTraits(line.product),
    brand: line.product.brand,
    item_type: line.product.itemType,
    unit: line.product.unit,
    quantity: line.quantity,
    unit_price: line.unitPrice,
    ...marksOnWire(line.marks),
    gross: priced.gross,
    subtotal: priced.subtotal,
    ...(priced.promotions.length === 0 ? {} : { promotions: priced.promotions.map(promotionOf) }),
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

/** What promotions choose goods by, as far as there is any. */
function optionalTraits(product: LineProduct): Pick<TransactionItem, 'category_id' | 'tags' | 'minimum_price'> {
  return {
    ...(product.categoryId === undefined ? {} : { category_id: product.categoryId }),
    ...(product.tags === undefined || product.tags.length === 0 ? {} : { tags: [...product.tags] }),
    ...(product.minimumPrice === undefined ? {} : { minimum_price: product.minimumPrice }),
  };
}

function promotionOf({ promotion, amount }: LinePromotion): { promotion_id: string; amount: Amount } {
  return { promotion_id: promotion.promotion_id, amount };
}
