import type { Policy, Role } from '#core/catalogue/catalogue.ts';
import type { Article } from '#core/catalogue/resolve-scan.ts';
import { Decimal } from '#core/money/money.ts';
import { checkDiscount } from '#core/permission/discount-limit.ts';
import { priceSale } from '#core/pricing/price-sale.ts';
import { type Checked, refused } from '#core/problem.ts';
import { MAX_AMOUNT, parseAmount } from '#core/quantity/parse-amount.ts';
import { checkQuantity, parseQuantity } from '#core/quantity/parse-quantity.ts';
import type { Discount, Sale, SaleEvent, SaleLine } from './sale.ts';

/** What a command came to: the event that is now to be applied and stored, or why it may not be. */
export type Planned = Checked<{ event: SaleEvent }>;

/** Who is at the till and under which rules. */
export interface CommandContext {
  policy: Policy;
  role: Role;
  newId: () => string;
}

/**
 * Adds an article. Pieces of a product that is on the sale already, at the same price and without a discount of
 * its own, go onto that line; weighed goods are always a line of their own.
 */
export function addArticle(sale: Sale, article: Article & { quantity: string }, context: CommandContext): Planned {
  const known = sale.lines.find((line) => takesMore(line, article));
  if (known !== undefined) {
    const more = new Decimal(known.quantity).plus(article.quantity).toFixed();
    return setQuantity(sale, { lineId: known.lineId, typed: more });
  }
  const quantity = checkQuantity(new Decimal(article.quantity), article.product.unit);
  if (!quantity.ok) {
    return quantity;
  }
  if (sale.lines.length >= context.policy.max_lines) {
    return refused('POS-1106', { most: String(context.policy.max_lines) });
  }
  const room = checkWorth(article.unitPrice, quantity.quantity);
  if (!room.ok) {
    return room;
  }
  const line: SaleLine = {
    lineId: context.newId(),
    product: article.product,
    quantity: quantity.quantity,
    unitPrice: article.unitPrice,
    discount: null,
  };
  return { ok: true, event: { type: 'line.added', line, index: sale.lines.length } };
}

function takesMore(line: SaleLine, article: Article): boolean {
  return (
    line.product.unit === 'unit' &&
    article.product.unit === 'unit' &&
    line.product.variantId !== null &&
    line.product.variantId === article.product.variantId &&
    line.unitPrice === article.unitPrice &&
    line.discount === null
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
  const room = checkWorth(line.unitPrice, parsed.quantity);
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
  const amount = priceSale({ ...sale, discount: null }, context.policy).lines[index]?.gross ?? '0';
  const allowed = checkDiscount(discount, { ...context, amount });
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
  const lines = priceSale({ ...sale, discount: null }, context.policy).lines;
  const amount = lines.reduce((sum, line) => sum.plus(line.gross).minus(line.lineDiscount), new Decimal(0)).toFixed();
  const allowed = checkDiscount(discount, { ...context, amount });
  return allowed.ok ? { ok: true, event: { type: 'sale.discounted', discount } } : allowed;
}

/** A typed decimal comma becomes a point, and an amount gets its currency's decimals; what is no number stays. */
function canonicalDiscount(discount: Discount, currency: string): Discount {
  const reason = discount.reason.trim().slice(0, 200);
  if (discount.type === 'fixed_amount') {
    const parsed = parseAmount(discount.value, currency);
    return { ...discount, reason, value: parsed.ok ? parsed.amount : discount.value };
  }
  const typed = discount.value.trim().replace(',', '.');
  return { ...discount, reason, value: /^\d{1,8}(\.\d{1,4})?$/.test(typed) ? new Decimal(typed).toFixed() : typed };
}

function checkWorth(unitPrice: string, quantity: string): Checked<object> {
  const worth = new Decimal(unitPrice).times(quantity);
  return worth.greaterThan(MAX_AMOUNT)
    ? refused('POS-1107', { amount: worth.toFixed(2), most: MAX_AMOUNT })
    : { ok: true };
}
