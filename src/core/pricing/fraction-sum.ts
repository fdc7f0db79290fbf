import { Decimal, LongDecimal } from '#core/money/money.ts';
import type { Fraction } from '#core/money/spread-exact.ts';

/** A fraction whose denominator has a name, so that fractions of one denominator are found without comparing it. */
export interface KeyedFraction extends Fraction {
  key: string;
}

/** Fractions added up without dividing: one term for each denominator, of which there is nearly always one. */
export type FractionSum = readonly KeyedFraction[];

const ZERO = new Decimal(0);
const ONE = new Decimal(1);

/** A whole amount as a fraction. */
export function wholeFraction(amount: Decimal): KeyedFraction {
  return { key: '1', numerator: amount, denominator: ONE };
}

export function addFraction(sum: FractionSum, part: KeyedFraction): FractionSum {
  const known = sum.findIndex((term) => term.key === part.key);
  const term = sum[known];
  return term === undefined
    ? [...sum, part]
    : sum.with(known, { ...term, numerator: term.numerator.plus(part.numerator) });
}

export function takeFraction(sum: FractionSum, part: KeyedFraction): FractionSum {
  return addFraction(sum, { ...part, numerator: part.numerator.negated() });
}

/**
 * The whole sum as one fraction. With many denominators the product of them is long, and is kept whole: cut to the
 * usual digits, a sum of exactly half a cent could come out just below it.
 */
export function totalOf(sum: FractionSum): Fraction {
  const [first, ...others] = sum;
  if (first === undefined) {
    return { numerator: ZERO, denominator: ONE };
  }
  if (others.length === 0) {
    return first;
  }
  let numerator = new LongDecimal(first.numerator);
  let denominator = new LongDecimal(first.denominator);
  for (const term of others) {
    numerator = numerator.times(term.denominator).plus(denominator.times(term.numerator));
    denominator = denominator.times(term.denominator);
  }
  return { numerator: new Decimal(numerator), denominator: new Decimal(denominator) };
}
