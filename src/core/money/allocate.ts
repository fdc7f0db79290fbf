import { Decimal, sum } from './money.ts';

/**
 * Spreads `amount` over `weights` in steps of `unit` by largest remainder (Hamilton): each share is cut to the
 * unit, and the units left over go to the largest cut-off remainders, ties to the earlier. The shares sum to the
 * amount exactly. `amount` must be a whole number of units; a negative one mirrors its positive. When all weights
 * are zero there is nothing to go by, so the first shares take the units one each in turn.
 * Throws RangeError for a negative weight, and for an amount with nobody to take it.
 */
export function allocate(amount: Decimal, unit: Decimal, weights: readonly Decimal[]): Decimal[] {
  const units = amount.abs().div(unit);
  if (!units.isInteger()) {
    throw new RangeError(`${amount.toString()} is not a whole number of ${unit.toString()}`);
  }
  if (weights.some((weight) => weight.isNegative() && !weight.isZero())) {
    throw new RangeError('a weight must not be negative');
  }
  if (weights.length === 0) {
    if (units.isZero()) {
      return [];
    }
    throw new RangeError('an amount needs somebody to take it');
  }
  const shares = wholeShares(units, weights);
  const signedUnit = amount.isNegative() ? unit.negated() : unit;
  return shares.map((share) => (share.isZero() ? new Decimal(0) : share.times(signedUnit)));
}

function wholeShares(units: Decimal, weights: readonly Decimal[]): Decimal[] {
  const total = sum(weights);
  const even = total.isZero();
  const divisor = even ? new Decimal(weights.length) : total;
  // Remainders are kept as whole numerators over one divisor, so that comparing them is exact.
  const parts = weights.map((weight, index) => {
    const numerator = units.times(even ? 1 : weight);
    const share = numerator.divToInt(divisor);
    return { index, share, remainder: numerator.minus(share.times(divisor)) };
  });
  let left = units.minus(sum(parts.map((part) => part.share))).toNumber();
  const byRemainder = [...parts].sort((a, b) => b.remainder.comparedTo(a.remainder) || a.index - b.index);
  for (const part of byRemainder) {
    if (left === 0) {
      break;
    }
    part.share = part.share.plus(1);
    left -= 1;
  }
  return parts.map((part) => part.share);
}
