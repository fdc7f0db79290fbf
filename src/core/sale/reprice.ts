import type { Policy, Role } from '#core/catalogue/catalogue.ts';
import { canonicalJson } from '#core/journal/canonical-json.ts';
import { type Amount, sumAmounts } from '#core/money/money.ts';
import type { PriceBook } from '#core/pricing/price-book.ts';
import type { LinePromotion, PricedLine, PricedSale } from '#core/pricing/priced-sale.ts';
import { priceSale } from '#core/pricing/price-sale.ts';
import { leaveSomething } from '#core/pricing/tax-set.ts';
import type { Problem, ProblemCode } from '#core/problem.ts';
import { paymentDifferencesOf } from './check-payments.ts';
import { recheckDiscounts } from './sale-commands.ts';
import type { Sale } from './sale.ts';
import type { TransactionDiscount, TransactionDocument, TransactionItem } from './transaction.ts';

/** The open sale that a document was made from, without its tenders: enough to price it again. */
export function saleOfTransaction(document: TransactionDocument): Sale {
  return {
    saleId: document.transaction_id,
    currency: document.currency,
    cashierId: document.cashier_id,
    openedAt: document.created_at,
    customer: customerOf(document),
    note: document.notes,
    lines: document.items.map(lineOf),
    misses: [],
    discount: discountOf(document.discount),
    tenders: [],
    completionId: null,
    mayBePaid: false,
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
      ...(item.category_id === undefined ? {} : { categoryId: item.category_id }),
      ...(item.tags === undefined ? {} : { tags: item.tags }),
      ...(item.minimum_price === undefined ? {} : { minimumPrice: item.minimum_price }),
      brand: item.brand,
      itemType: item.item_type,
      unit: item.unit,
      taxes: item.taxes.map(({ base: _base, amount: _amount, ...rule }) => rule),
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

/** Promotions were chosen by the customer's tier; nothing else of the customer matters to the figures. */
function customerOf(document: TransactionDocument): Sale['customer'] {
  const { customer_id: customerId, customer_tier: tier } = document;
  return customerId === null ? null : { customerId, name: '', ...(tier === undefined ? {} : { tier }) };
}

/** A document is priced by the rules and promotions it carries: those that took nothing off would take nothing now. */
function bookOf(document: TransactionDocument, policy: Policy): PriceBook {
  return {
    policy: {
      ...policy,
      currency: document.currency,
      tax_rounding: document.tax_rounding,
      discount_basis: document.discount_basis,
    },
    promotions: (document.promotions ?? []).map(({ promotion }) => promotion),
  };
}

/**
 * Prices a document again from its own lines, discounts and policy, and names the figures that come out otherwise:
 * "totals.total_amount", "items.2.tax_amount", "payments" … Empty when the till was right. The document is never
 * corrected. Of taxes that no price could hold, which only a broken till writes down, it names nothing but "taxes".
 */
export function differencesOf(document: TransactionDocument, policy: Policy): string[] {
  if (!document.items.every((item) => leaveSomething(item.taxes))) {
    return ['taxes'];
  }
  const priced = priceSale(saleOfTransaction(document), bookOf(document, policy));
  const zero = sumAmounts([], document.currency);
  const differences: string[] = [];
  const compare = comparing(differences);
  compare('totals.subtotal', priced.subtotal, document.totals.subtotal);
  compare('totals.discount_amount', priced.discount, document.totals.discount_amount);
  compare('totals.tax_amount', priced.tax, document.totals.tax_amount);
  compare('totals.total_amount', priced.total, document.totals.total_amount);
  compare('taxes', priced.taxes, document.taxes);
  compare('promotions', priced.byPromotion.map(promotionTotal), (document.promotions ?? []).map(promotionTotal));
  compare('discount', saleDiscountOf(priced), document.discount?.discount_amount ?? zero);
  differences.push(...paymentDifferencesOf(document, priced.total));
  document.items.forEach((item, index) => {
    const names = lineDifferences(item, priced.lines[index], zero);
    differences.push(...names.map((name) => `items.${String(index)}.${name}`));
  });
  return differences;
}

function lineDifferences(item: TransactionItem, line: PricedLine | undefined, zero: Amount): string[] {
  const differences: string[] = [];
  const compare = comparing(differences);
  compare('gross', line?.gross, item.gross);
  compare('subtotal', line?.subtotal, item.subtotal);
  compare('discount_amount', line?.discount, item.discount_amount);
  compare('promotions', line?.promotions.map(promotionTotal), item.promotions ?? []);
  compare('discount', line?.lineDiscount, item.discount?.discount_amount ?? zero);
  compare('taxes', line?.taxes, item.taxes);
  compare('tax_amount', line?.tax, item.tax_amount);
  compare('total', line?.total, item.total);
  return differences;
}

/** Adds the name of what differs. */
function comparing(differences: string[]): (name: string, ours: unknown, theirs: unknown) => void {
  return (name, ours, theirs) => {
    if (ours !== theirs && canonicalJson(ours) !== canonicalJson(theirs)) {
      differences.push(name);
    }
  };
}

/**
 * The first discount of a document that this person may not have given by themselves: whose it is (an item's id, ""
 * for the sale's own) with what was given and what was allowed. Null when there is none.
 */
export function discountBeyond(
  document: TransactionDocument,
  { policy, role }: { policy: Policy; role: Role },
): Problem | null {
  const isGiven = document.discount !== null || document.items.some((item) => item.discount !== null);
  if (!isGiven || !document.items.every((item) => leaveSomething(item.taxes))) {
    return null;
  }
  const allowed = recheckDiscounts(saleOfTransaction(document), { book: bookOf(document, policy), role });
  return allowed.ok || !BEYOND.includes(allowed.problem.code) ? null : allowed.problem;
}

/** More than the person may give, or more than there is. */
const BEYOND: readonly ProblemCode[] = ['POS-1003', 'POS-1202'];

/** A promotion by its id alone: what it says is in the document, and was used to price it. */
function promotionTotal({ promotion, amount }: LinePromotion): { promotion_id: string; amount: Amount } {
  return { promotion_id: promotion.promotion_id, amount };
}

function saleDiscountOf(priced: PricedSale): Amount {
  return sumAmounts(
    priced.lines.map((line) => line.saleDiscount),
    priced.currency,
  );
}
