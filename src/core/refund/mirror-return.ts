import type { TaxRule } from '#core/catalogue/catalogue.ts';
import { type Amount, amountOf, Decimal, roundMoney, sum, sumAmounts } from '#core/money/money.ts';
import { type Checked, refused } from '#core/problem.ts';
import type { TransactionDocument, TransactionItem } from '#core/sale/transaction.ts';
import { roundedCash } from '#core/tender/cash-rounding.ts';

/** Quantities by the item's id, as canonical decimal strings; an item that is not named has none. */
export type Quantities = ReadonlyMap<string, string>;

/** What goes back for a return; all amounts are above zero, as they were in the sale. */
export interface MirroredReturn {
  lines: MirroredLine[];
  subtotal: Amount;
  discount_amount: Amount;
  tax_amount: Amount;
  total: Amount;
  /**
   * What is given back in cash of a sale whose cash was taken by a rounding rule: tenders other than cash are given back first, and all
   * returns together give back the cash that was taken. Null for other sales: nothing of theirs was rounded.
   */
  cash: Amount | null;
}

/** subtotal − discount + tax = total, as on the item it comes from; what its promotions took off is in the discount. */
export interface MirroredLine {
  item_id: string;
  quantity: string;
  gross: Amount;
  subtotal: Amount;
  promotions: { promotion_id: string; amount: Amount }[];
  discount_amount: Amount;
  tax_amount: Amount;
  total: Amount;
  taxes: (TaxRule & { base: Amount; amount: Amount })[];
}

/**
 * What a return of some quantities gives back. Each figure of an item is taken up to the quantity that will have come
 * back by then, less what had come back before: so any split, in any order, gives back exactly what was taken, and the
 * whole item its very figures. Refuses with POS-1301 more than was sold and has not come back yet, and with POS-1302 a
 * return of nothing or of what was never on the sale.
 */
export function mirrorReturn(
  sale: TransactionDocument,
  before: Quantities,
  wanted: Quantities,
): Checked<{ mirrored: MirroredReturn }> {
  const named = [...wanted.keys()];
  if (named.length === 0 || named.some((itemId) => !sale.items.some((item) => item.item_id === itemId))) {
    return refused('POS-1302');
  }
  const lines: MirroredLine[] = [];
  for (const item of sale.items) {
    const quantity = new Decimal(wanted.get(item.item_id) ?? 0);
    const returned = new Decimal(before.get(item.item_id) ?? 0);
    const left = new Decimal(item.quantity).minus(returned);
    if (quantity.isNegative() || (quantity.isZero() && wanted.has(item.item_id))) {
      return refused('POS-1302');
    }
    if (quantity.greaterThan(left)) {
      return refused('POS-1301', { sku: item.sku, quantity: left.toFixed(), wanted: quantity.toFixed() });
    }
    if (!quantity.isZero()) {
      lines.push(mirroredLine(item, { from: returned, to: returned.plus(quantity) }, sale.currency));
    }
  }
  return { ok: true, mirrored: { lines, ...totalsOf(lines, sale.currency), cash: cashOf(sale, before, lines) } };
}

interface Span {
  from: Decimal;
  to: Decimal;
}

function mirroredLine(item: TransactionItem, span: Span, currency: string): MirroredLine {
  const upTo = (quantity: Decimal, amount: Amount) => partOf(amount, { quantity, of: item.quantity }, currency);
  const share = (amount: Amount) => amountOf(upTo(span.to, amount).minus(upTo(span.from, amount)), currency);
  const total = share(item.total);
  const promotions = (item.promotions ?? []).map(({ promotion_id, amount }) => ({
    promotion_id,
    amount: share(amount),
  }));
  const discount = sumAmounts([share(byHand(item, currency)), ...promotions.map((each) => each.amount)], currency);
  const taxes = item.taxes.map((tax) => ({ ...tax, base: share(tax.base), amount: share(tax.amount) }));
  const tax = amountOf(sum(taxes.map((each) => new Decimal(each.amount))), currency);
  return {
    item_id: item.item_id,
    quantity: span.to.minus(span.from).toFixed(),
    gross: share(item.gross),
    subtotal: amountOf(new Decimal(total).minus(tax).plus(discount), currency),
    promotions,
    discount_amount: discount,
    tax_amount: tax,
    total,
    taxes,
  };
}

/** What was taken off the item beside its promotions. */
function byHand(item: TransactionItem, currency: string): Amount {
  const promoted = sum((item.promotions ?? []).map((each) => new Decimal(each.amount)));
  return amountOf(new Decimal(item.discount_amount).minus(promoted), currency);
}

/** What so many of a line's units have of one of its figures, rounded once; of all of them, the figure itself. */
function partOf(amount: Amount, units: { quantity: Decimal; of: string }, currency: string): Decimal {
  return roundMoney(new Decimal(amount).times(units.quantity).div(units.of), currency);
}

function totalsOf(
  lines: readonly MirroredLine[],
  currency: string,
): Pick<MirroredReturn, 'subtotal' | 'discount_amount' | 'tax_amount' | 'total'> {
  const add = (part: (line: MirroredLine) => Amount) =>
    sumAmounts(
      lines.map((line) => part(line)),
      currency,
    );
  return {
    subtotal: add((line) => line.subtotal),
    discount_amount: add((line) => line.discount_amount),
    tax_amount: add((line) => line.tax_amount),
    total: add((line) => line.total),
  };
}

function cashOf(sale: TransactionDocument, before: Quantities, lines: readonly MirroredLine[]): Amount | null {
  const { cash_rounding: rule, currency } = sale;
  if (rule === undefined) {
    return null;
  }
  const otherwise = sum(
    sale.payments.filter((paid) => paid.payment_method !== 'cash').map((paid) => new Decimal(paid.amount)),
  );
  const inCash = (total: Decimal) => roundedCash(Decimal.max(total.minus(otherwise), 0), rule).due;
  const back = sum(
    sale.items.map((item) => {
      const quantity = new Decimal(before.get(item.item_id) ?? 0);
      return partOf(item.total, { quantity, of: item.quantity }, currency);
    }),
  );
  const now = sum(lines.map((line) => new Decimal(line.total)));
  return amountOf(inCash(back.plus(now)).minus(inCash(back)), currency);
}
