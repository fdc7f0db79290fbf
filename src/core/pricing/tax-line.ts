import type { TaxRounding } from '#core/catalogue/catalogue.ts';
import { Decimal } from '#core/money/money.ts';
import { type KeyedFraction, wholeFraction } from './fraction-sum.ts';
import { type MoneyUnit, roundFraction, roundTo } from './price-book.ts';
import { fractionAt, type SetTax, type TaxSet } from './tax-set.ts';

/** One tax of one line: exact where it is rounded over the sale, whole where it is rounded on the line. */
export interface TaxPart {
  tax: SetTax;
  amount: KeyedFraction;
  /** What compounding taxes before it add to its base; null when nothing does. */
  compounded: KeyedFraction | null;
}

/** A line as the tax step sees it. */
export interface TaxableLine {
  taxSet: TaxSet;
  /** What tax is taken from: with held taxes in it, and signed. */
  amount: Decimal;
  /** Signed as the line was entered. */
  quantity: Decimal;
}

const ZERO = new Decimal(0);

/** The taxes of one line, in their order, under a policy. */
export function taxLine(line: TaxableLine, rounding: TaxRounding, unit: MoneyUnit): readonly TaxPart[] {
  const { taxSet } = line;
  if (taxSet.taxes.length === 0) {
    return NO_PARTS;
  }
  const parts = exactParts(taxSet, { amount: line.amount, quantity: signedQuantity(line) });
  if (rounding === 'per_rate' || rounding === 'gross_anchored') {
    return parts;
  }
  const rounded = ({ amount: exact }: TaxPart) => {
    return rounding === 'per_line' ? roundFraction(unit, exact) : roundedPerUnit(exact, line.quantity, unit);
  };
  return roundedParts(parts, rounded);
}

const NO_PARTS: readonly TaxPart[] = [];

/**
 * The taxes before they are rounded. Money on every unit that the price holds, a deposit say, may be more than what
 * discounts leave of the line. It is owed all the same; but there is nothing left then to take a percentage of.
 */
function exactParts(taxSet: TaxSet, at: { amount: Decimal; quantity: Decimal }): TaxPart[] {
  const nothingLeft = taxSet.net !== null && isPastZero(fractionAt(taxSet, taxSet.net, at).numerator, at);
  return taxSet.taxes.map((tax) => {
    const amount = fractionAt(taxSet, tax.tax, at);
    if (nothingLeft) {
      return { tax, amount: tax.rule.kind === 'per_unit' ? amount : { ...amount, numerator: ZERO }, compounded: null };
    }
    return { tax, amount, compounded: tax.compounded === null ? null : fractionAt(taxSet, tax.compounded, at) };
  });
}

/** True for a net on the other side of zero than its line. */
function isPastZero(net: Decimal, { amount, quantity }: { amount: Decimal; quantity: Decimal }): boolean {
  const isBelow = amount.isZero() ? quantity.isNegative() : amount.isNegative();
  return isBelow ? net.greaterThan(0) : net.lessThan(0);
}

/** Where taxes are rounded on the line, what joins the base of later ones is the rounded tax. */
function roundedParts(parts: readonly TaxPart[], rounded: (part: TaxPart) => Decimal): TaxPart[] {
  let joined = ZERO;
  return parts.map((part) => {
    const { tax } = part;
    const amount = rounded(part);
    const compounded = part.compounded === null ? null : wholeFraction(joined);
    joined = tax.rule.compounds === true ? joined.plus(amount) : joined;
    return { tax, amount: wholeFraction(amount), compounded };
  });
}

/** The tax of one unit, rounded, times the quantity: of 0.785 kg the tax of a kilogram, times 0.785. */
function roundedPerUnit(whole: KeyedFraction, quantity: Decimal, unit: MoneyUnit): Decimal {
  const units = quantity.abs();
  if (units.isZero()) {
    return ZERO;
  }
  const ofOne = roundFraction(unit, { ...whole, denominator: whole.denominator.times(units) });
  return roundTo(unit, ofOne.times(units));
}

/** Money on a unit goes the way the money of the line goes; on a free article, the way its quantity goes. */
function signedQuantity(line: TaxableLine): Decimal {
  const sign = line.amount.isZero() ? line.quantity : line.amount;
  return sign.isNegative() ? line.quantity.abs().negated() : line.quantity.abs();
}
