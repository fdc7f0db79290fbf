import { Decimal } from '#core/money/money.ts';
import type { Discount } from '#core/sale/sale.ts';
import { type MoneyUnit, roundTo } from './price-book.ts';

/** What a discount given by hand takes off: exactly, and as it is taken. */
export interface DiscountOff {
  exact: Decimal;
  off: Decimal;
}

const ZERO = new Decimal(0);
const NOTHING_OFF: DiscountOff = { exact: ZERO, off: ZERO };

/**
 * What a discount takes off `amount`: a percentage is of the whole amount, multiplied first and rounded once; an
 * amount is taken as it is. Never more than `room`. A negative amount, of goods that come back, mirrors its positive.
 */
export function discountOff(
  discount: Discount | null,
  from: { amount: Decimal; room: Decimal },
  unit: MoneyUnit,
): DiscountOff {
  if (discount === null || from.amount.isZero()) {
    return NOTHING_OFF;
  }
  const size = from.amount.abs();
  const value = new Decimal(discount.value);
  const exact = discount.type === 'percentage' ? size.times(value).div(100) : value;
  const wished = roundTo(unit, exact);
  const room = from.room.abs();
  const taken = wished.greaterThan(room) ? { exact: room, off: room } : { exact, off: wished };
  return from.amount.isNegative() ? { exact: taken.exact.negated(), off: taken.off.negated() } : taken;
}
