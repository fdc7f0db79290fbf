import { type Amount, sumAmounts } from '#core/money/money.ts';
import type { OpenFigures } from '#core/pricing/priced-sale.ts';

/** What people took off, below zero or zero: all that is taken off but for what promotions did. */
export function discountByHand({ promotions, discount, currency }: OpenFigures): Amount {
  return sumAmounts([promotions, `-${discount}`], currency);
}
