import type { Policy } from '#core/catalogue/catalogue.ts';
import { type Amount, currencyDecimals, Decimal } from '#core/money/money.ts';
import type { Fraction } from '#core/money/spread-exact.ts';
import type { Promotion } from '#core/promotion/promotion.ts';

/** What a sale is priced by, beside the prices that its lines remember. */
export interface PriceBook {
  policy: Policy;
  promotions: readonly Promotion[];
  /** The smallest amount of money there is; absent for the currency's minor unit. */
  moneyUnit?: Amount;
}

/** The smallest amount of money in a sale: 0.01 for USD, 1 for JPY. */
export interface MoneyUnit {
  step: Decimal;
  /** Decimals that amounts are written with. */
  decimals: number;
  /** True for 1, 0.1, 0.01 …, where rounding to decimals is rounding to units. */
  isDecimal: boolean;
}

/** The unit that a book's amounts are whole numbers of. */
export function moneyUnitOf(book: PriceBook): MoneyUnit {
  const decimals = currencyDecimals(book.policy.currency);
  if (book.moneyUnit === undefined) {
    return { step: new Decimal(10).pow(-decimals), decimals, isDecimal: true };
  }
  const step = new Decimal(book.moneyUnit);
  const places = step.decimalPlaces();
  return { step, decimals: places, isDecimal: step.equals(new Decimal(10).pow(-places)) };
}

/** Rounds an amount to whole units, ties away from zero. */
export function roundTo(unit: MoneyUnit, amount: Decimal): Decimal {
  return unit.isDecimal
    ? amount.toDecimalPlaces(unit.decimals)
    : amount.div(unit.step).toDecimalPlaces(0).times(unit.step);
}

/** Rounds an exact fraction to whole units, ties away from zero. */
export function roundFraction(unit: MoneyUnit, exact: Fraction): Decimal {
  return roundTo(unit, exact.numerator.div(exact.denominator));
}

/** The canonical string of an amount that is a whole number of units. */
export function written(unit: MoneyUnit, amount: Decimal): Amount {
  return amount.isZero() ? ZERO.toFixed(unit.decimals) : amount.toFixed(unit.decimals);
}

const ZERO = new Decimal(0);
