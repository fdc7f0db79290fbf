import type { Policy, Role } from '#core/catalogue/catalogue.ts';
import { type Amount, currencyDecimals, Decimal } from '#core/money/money.ts';
import { type Checked, refused } from '#core/problem.ts';
import type { Discount } from '#core/sale/sale.ts';

/** Who gives the discount, on what amount. */
export interface DiscountContext {
  role: Role;
  /** What the line or the sale comes to before this discount. */
  amount: Amount;
  policy: Policy;
}

/**
 * Whether this person may give this discount: at most 100 % or the whole amount for anybody, and for a cashier at
 * most the local's limit in percent. Above the limit POS-1003 with the limit and what was asked for.
 */
export function checkDiscount(discount: Discount, context: DiscountContext): Checked<object> {
  const value = /^\d{1,8}(\.\d{1,4})?$/.test(discount.value) ? new Decimal(discount.value) : new Decimal(0);
  // An amount finer than the currency cannot be taken off any line.
  const decimals = discount.type === 'percentage' ? 4 : currencyDecimals(context.policy.currency);
  if (value.isZero() || value.decimalPlaces() > decimals) {
    return refused('POS-1201', { typed: discount.value });
  }
  const amount = new Decimal(context.amount);
  const tooMuch = discount.type === 'percentage' ? value.greaterThan(100) : value.greaterThan(amount);
  if (tooMuch) {
    return refused('POS-1202', {
      requested: discount.value,
      most: discount.type === 'percentage' ? '100' : context.amount,
    });
  }
  if (discount.reason.trim() === '') {
    return refused('POS-1203');
  }
  const limit = new Decimal(context.policy.cashier_discount_limit);
  const share = discount.type === 'percentage' ? value : percentOf(value, amount);
  if (context.role === 'cashier' && share.greaterThan(limit)) {
    return refused('POS-1003', {
      operation: 'apply_discount',
      threshold_exceeded: `${limit.toFixed()}%`,
      requested: `${share.toDecimalPlaces(2, Decimal.ROUND_UP).toFixed()}%`,
    });
  }
  return { ok: true };
}

function percentOf(value: Decimal, amount: Decimal): Decimal {
  return amount.isZero() ? new Decimal(100) : value.times(100).div(amount);
}
