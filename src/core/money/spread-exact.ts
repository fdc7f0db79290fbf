import { largestRemainder } from './largest-remainder.ts';
import { type Decimal, LongDecimal } from './money.ts';
import { wholeNumbers } from './whole-numbers.ts';

/** An exact amount as a fraction of two decimals, so that thirds stay thirds and ties stay ties. */
export interface Fraction {
  numerator: Decimal;
  /** Above zero. */
  denominator: Decimal;
}

/**
 * Gives every exact part its share of `total`, which is the parts' sum rounded to whole units: each part is cut to the
 * unit below, and the units left over go to the largest cut-off remainders, ties to the earlier. The shares sum to the
 * total. Parts may be below zero; turning all signs round turns the shares round.
 * Throws RangeError when the total is not the rounded sum, for no such sharing exists then.
 */
export function spreadExact(total: Decimal, unit: Decimal, parts: readonly Fraction[]): Decimal[] {
  if (isMirrored(total, parts)) {
    const mirrored = parts.map((part) => ({ ...part, numerator: part.numerator.negated() }));
    return spreadExact(total.negated(), unit, mirrored).map(negated);
  }
  const common = commonDenominator(parts);
  const numerators = parts.map((part) =>
    common === null ? part.numerator : common.div(part.denominator).times(part.numerator),
  );
  const divisor = common === null ? unit.times(parts[0]?.denominator ?? 1) : common.times(unit);
  const [wholeDivisor = 1n, ...whole] = wholeNumbers([divisor, ...numerators]);
  const units = BigInt(total.div(unit).toFixed());
  return largestRemainder(units, whole, wholeDivisor).map((share) => unit.times(share.toString()));
}

/** A mirrored list is turned round before it is cut, so that a refund is shared as its sale was. */
function isMirrored(total: Decimal, parts: readonly Fraction[]): boolean {
  const telling = total.isZero() ? parts.find((part) => !part.numerator.isZero())?.numerator : total;
  return telling !== undefined && telling.isNegative();
}

/** Null when all parts have the same denominator already, which is nearly always. */
function commonDenominator(parts: readonly Fraction[]): Decimal | null {
  const distinct = new Map(parts.map((part) => [part.denominator.toFixed(), part.denominator]));
  return distinct.size <= 1
    ? null
    : [...distinct.values()].reduce((product, each) => product.times(each), new LongDecimal(1));
}

/** There is one zero. */
function negated(value: Decimal): Decimal {
  return value.isZero() ? value.abs() : value.negated();
}
