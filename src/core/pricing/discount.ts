import { allocate } from '#core/money/allocate.ts';
import { currencyDecimals, Decimal, roundMoney, sum } from '#core/money/money.ts';
import type { Discount } from '#core/sale/sale.ts';

/**
 * What a discount given by hand takes off `amount`: a percentage is of the whole amount, multiplied first and
 * rounded once; an amount is taken as it is. Never more than there is.
 */
export function discountOff(amount: Decimal, discount: Discount | null, currency: string): Decimal {
  if (discount === null) {
    return new Decimal(0);
  }
  const value = new Decimal(discount.value);
  const wished = discount.type === 'percentage' ? roundMoney(amount.times(value).div(100), currency) : value;
  return Decimal.min(wished, amount);
}

/** Spreads a sale discount over what the lines come to, by largest remainder; no line goes below zero. */
export function spreadDiscount(discount: Decimal, lines: readonly Decimal[], currency: string): Decimal[] {
  if (discount.isZero()) {
    return lines.map(() => new Decimal(0));
  }
  const unit = new Decimal(10).pow(-currencyDecimals(currency));
  // A share is proportional and the discount is capped at the whole, so rounding up can pass a line's value by at
  // most one unit, and only where that value is not a whole number of units, which rounded lines never are.
  return allocate(Decimal.min(discount, sum(lines)), unit, lines);
}
