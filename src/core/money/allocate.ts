import { largestRemainder } from './largest-remainder.ts';
import { Decimal } from './money.ts';
import { wholeNumbers } from './whole-numbers.ts';

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
  const whole = wholeNumbers(weights);
  const total = whole.reduce((sum, weight) => sum + weight, 0n);
  const given = BigInt(units.toFixed());
  const [shared, divisor] = total === 0n ? [whole.map(() => 1n), BigInt(whole.length)] : [whole, total];
  const numerators = shared.map((weight) => weight * given);
  return largestRemainder(given, numerators, divisor).map((share) => new Decimal(share.toString()));
}
