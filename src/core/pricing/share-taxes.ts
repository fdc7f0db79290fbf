import type { TaxRule } from '#core/catalogue/catalogue.ts';
import { Decimal } from '#core/money/money.ts';
import { type Fraction, spreadExact } from '#core/money/spread-exact.ts';
import { addFraction, type FractionSum, totalOf } from './fraction-sum.ts';
import type { LineEnd } from './line-end.ts';
import { type MoneyUnit, roundFraction } from './price-book.ts';

/** A line's share of one tax, and of what compounding taxes before it add to its base. */
export interface TaxShare {
  rule: TaxRule;
  key: string;
  amount: Decimal;
  compounded: Decimal;
}

const ZERO = new Decimal(0);

/**
 * Shares the rounded taxes of the whole sale out to its lines by largest remainder, so that any part of the sale can
 * be given back and the parts sum to the whole. In the order of the lines, and of each line's taxes.
 */
export function shareTaxes(ends: readonly LineEnd[], unit: MoneyUnit): TaxShare[][] {
  const amounts = shareEach(ends, unit, (part) => part.amount);
  const compounded = shareEach(ends, unit, (part) => part.compounded);
  return ends.map((end, line) =>
    end.taxes.map(({ tax: { rule, key } }) => ({
      rule,
      key,
      amount: amounts.get(key)?.[line] ?? ZERO,
      compounded: compounded.get(key)?.[line] ?? ZERO,
    })),
  );
}

/** By the tax's key, one share for every line of the sale. */
function shareEach(
  ends: readonly LineEnd[],
  unit: MoneyUnit,
  part: (tax: LineEnd['taxes'][number]) => FractionSum[number] | null,
): Map<string, Decimal[]> {
  const sums = new Map<string, FractionSum>();
  const parts = new Map<string, Map<number, Fraction>>();
  ends.forEach((end, line) => {
    for (const tax of end.taxes) {
      const fraction = part(tax);
      if (fraction !== null) {
        const { key } = tax.tax;
        sums.set(key, addFraction(sums.get(key) ?? [], fraction));
        parts.set(key, (parts.get(key) ?? new Map<number, Fraction>()).set(line, fraction));
      }
    }
  });
  return new Map(
    [...sums].map(([key, sumOfLines]) => {
      const members = parts.get(key) ?? new Map<number, Fraction>();
      const shares = spreadExact(roundFraction(unit, totalOf(sumOfLines)), unit.step, [...members.values()]);
      const ofLine = ends.map(() => ZERO);
      [...members.keys()].forEach((line, index) => {
        ofLine[line] = shares[index] ?? ZERO;
      });
      return [key, ofLine];
    }),
  );
}

/** Where the total is rounded as a whole: what each line comes to of it. */
export function shareTotal(ends: readonly LineEnd[], total: Decimal, unit: MoneyUnit): Decimal[] {
  return spreadExact(
    total,
    unit.step,
    ends.map((end) => totalOf(end.exactTotal)),
  );
}
