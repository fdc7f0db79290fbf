import type { Policy, Role } from '#core/catalogue/catalogue.ts';
import type { Article } from '#core/catalogue/resolve-scan.ts';
import { type Amount, amountOf, Decimal, roundedAmount, sum, sumAmounts } from '#core/money/money.ts';
import { checkDiscount } from '#core/permission/discount-limit.ts';
import type { PriceBook } from '#core/pricing/price-book.ts';
import type { OpenLine } from '#core/pricing/priced-sale.ts';
import { priceOpenSale } from '#core/pricing/price-open-sale.ts';
import { type Checked, type Problem, refused } from '#core/problem.ts';
import { MAX_AMOUNT, parseAmount } from '#core/quantity/parse-amount.ts';
import { parseQuantity } from '#core/quantity/parse-quantity.ts';
import { plainText } from '#core/text/plain-text.ts';
import { shareLine } from './line-marks.ts';
import type { Discount, Sale, SaleEvent, SaleLine } from './sale.ts';

/** What a command came to: the event that is now to be applied and stored, or why it may not be. */
export type Planned = Checked<{ event: SaleEvent }>;

/** Who is at the till and under which rules. */
export interface CommandContext {
  book: PriceBook;
  role: Role;
  newId: () => string;
}

/**
 * Adds an article. Pieces of a product that is on the sale already, at the same price, of the same batch and
 * without a discount of its own, go onto that line; weighed goods are always a line of their own.
 */
export function addArticle(sale: Sale, article: Article & { quantity: string }, context: CommandContext): Planned {
  const quantity = parseQuantity(article.quantity, article.product.unit);
  if (!quantity.ok) {
    return quantity;
  }
  const known = sale.lines.find((line) => takesMore(line, article));
  if (known !== undefined) {
    const more = new Decimal(known.quantity).plus(quantity.quantity).toFixed();
    return setQuantity(sale, { lineId: known.lineId, typed: more });
  }
  if (sale.lines.length >= context.book.policy.max_lines) {
    return refused('POS-1106', { most: String(context.book.policy.max_lines) });
  }
  const line: SaleLine = {
    lineId: context.newId(),
    product: article.product,
    quantity: quantity.quantity,
    unitPrice: article.unitPrice,
    discount: null,
    ...(article.marks === undefined ? {} : { marks: article.marks }),
  };
  const room = checkWorth(sale, line);
  return room.ok ? { ok: true, event: { type: 'line.added', line, index: sale.lines.length } } : room;
}

function takesMore(line: SaleLine, article: Article): boolean {
  return (
    line.product.unit === 'unit' &&
    article.product.unit === 'unit' &&
    line.product.variantId !== null &&
    line.product.variantId === article.product.variantId &&
    line.unitPrice === article.unitPrice &&
    line.discount === null &&
    shareLine(line.marks, article.marks)
  );
}

/** Sets a line's quantity from what a person typed. */
export function setQuantity(sale: Sale, change: { lineId: string; typed: string }): Planned {
  const line = sale.lines.find((known) => known.lineId === change.lineId);
  if (line === undefined) {
    return refused('POS-1105');
  }
  const parsed = parseQuantity(change.typed, line.product.unit);
  if (!parsed.ok) {
    return parsed;
  }
  const room = checkWorth(sale, { ...line, quantity: parsed.quantity });
  return room.ok
    ? { ok: true, event: { type: 'line.quantity_set', lineId: line.lineId, quantity: parsed.quantity } }
    : room;
}

/** Gives a line a discount, or takes it away with null. */
export function discountLine(
  sale: Sale,
  wish: { lineId: string; discount: Discount | null },
  context: CommandContext,
): Planned {
  const index = sale.lines.findIndex((line) => line.lineId === wish.lineId);
  if (index < 0) {
    return refused('POS-1105');
  }
  if (wish.discount === null) {
    return { ok: true, event: { type: 'line.discounted', lineId: wish.lineId, discount: null } };
  }
  const discount = canonicalDiscount(wish.discount, sale.currency);
  const amount = promotedAmount(worthOf(sale, context.book)[index], sale.currency);
  const allowed = checkDiscount(discount, { ...limitsOf(context), amount });
  return allowed.ok ? { ok: true, event: { type: 'line.discounted', lineId: wish.lineId, discount } } : allowed;
}

/** Gives the whole sale a discount, or takes it away with null. */
export function discountSale(sale: Sale, wish: Discount | null, context: CommandContext): Planned {
  if (wish === null) {
    return { ok: true, event: { type: 'sale.discounted', discount: null } };
  }
  if (sale.lines.length === 0) {
    return refused('POS-1109');
  }
  const discount = canonicalDiscount(wish, sale.currency);
  const allowed = checkDiscount(discount, { ...limitsOf(context), amount: discountable(sale, context.book) });
  return allowed.ok ? { ok: true, event: { type: 'sale.discounted', discount } } : allowed;
}

/**
 * Checks every discount of the sale again, as the sale stands now: an amount that was a small share when it was given
 * is a large one once lines have left or shrunk. To be called before paying, with the role of whoever takes the money.
 * Answers with the first discount that is too much, and in `lineId` whose it is ("" for the sale's own).
 */
export function recheckDiscounts(sale: Sale, context: Pick<CommandContext, 'book' | 'role'>): Checked<object> {
  const worth = worthOf(sale, context.book);
  const limits = limitsOf(context);
  for (const [index, line] of sale.lines.entries()) {
    const amount = promotedAmount(worth[index], sale.currency);
    const allowed = line.discount === null ? ALLOWED : checkDiscount(line.discount, { ...limits, amount });
    if (!allowed.ok) {
      return withLine(allowed.problem, line.lineId);
    }
  }
  if (sale.discount === null || sale.lines.length === 0) {
    return ALLOWED;
  }
  const allowed = checkDiscount(sale.discount, { ...limits, amount: discountable(sale, context.book) });
  return allowed.ok ? allowed : withLine(allowed.problem, '');
}

const ALLOWED: Checked<object> = { ok: true };

function withLine(problem: Problem, lineId: string): { ok: false; problem: Problem } {
  return { ok: false, problem: { ...problem, details: { ...problem.details, lineId } } };
}

/** Whose limits a discount has to keep within. */
function limitsOf(context: Pick<CommandContext, 'book' | 'role'>): { policy: Policy; role: Role } {
  return { policy: context.book.policy, role: context.role };
}

/** The lines as they are worth before the sale discount. */
function worthOf(sale: Sale, book: PriceBook): readonly OpenLine[] {
  return priceOpenSale({ ...sale, discount: null }, book, null).figures.lines;
}

/** What a line's own discount is taken off: the line with its promotions off it. */
function promotedAmount(line: OpenLine | undefined, currency: string): Amount {
  return line === undefined
    ? amountOf(new Decimal(0), currency)
    : sumAmounts([line.worth, line.lineDiscount], currency);
}

/** What a sale discount is taken off: the lines with promotions and their own discounts taken off them. */
function discountable(sale: Sale, book: PriceBook): Amount {
  return sumAmounts(
    worthOf(sale, book).map((line) => line.worth),
    sale.currency,
  );
}

/** Longest reason of a discount that is kept. */
const MAX_REASON = 200;

/** A typed decimal comma becomes a point, and an amount gets its currency's decimals; what is no number stays. */
function canonicalDiscount(discount: Discount, currency: string): Discount {
  const reason = plainText(discount.reason, MAX_REASON);
  if (discount.type === 'fixed_amount') {
    const parsed = parseAmount(discount.value, currency);
    return { ...discount, reason, value: parsed.ok ? parsed.amount : discount.value };
  }
  const typed = discount.value.trim().replace(',', '.');
  return { ...discount, reason, value: /^\d{1,8}(\.\d{1,4})?$/.test(typed) ? new Decimal(typed).toFixed() : typed };
}

/** The whole sale must fit into an amount, not only each of its lines: what does not fit could not be stored once paid. */
function checkWorth(sale: Sale, changed: SaleLine): Checked<object> {
  const others = sale.lines.filter((line) => line.lineId !== changed.lineId);
  const worth = sum([...others, changed].map((line) => new Decimal(line.unitPrice).times(line.quantity)));
  return worth.greaterThan(MAX_AMOUNT)
    ? refused('POS-1107', { amount: roundedAmount(worth, sale.currency), most: MAX_AMOUNT })
    : ALLOWED;
}
