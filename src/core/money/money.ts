import { Decimal as DecimalJs } from 'decimal.js';

/** Exact decimal arithmetic: 40 significant digits, ties rounded away from zero so that a refund mirrors its sale. */
export const Decimal: typeof DecimalJs = DecimalJs.clone({ precision: 40, rounding: DecimalJs.ROUND_HALF_UP });
export type Decimal = DecimalJs;

/** For products of many factors, which must stay whole: the same arithmetic to 2,000 significant digits. */
export const LongDecimal: typeof DecimalJs = Decimal.clone({ precision: 2_000 });

/** Money at rest: a decimal string with exactly the currency's decimals, for example "12.50" (USD) or "1250" (JPY). */
export type Amount = string;

/** ISO 4217 currencies whose minor unit is not a hundredth; every other one has two decimals. */
const UNUSUAL_DECIMALS: Readonly<Record<string, number>> = {
  BIF: 0, CLP: 0, DJF: 0, GNF: 0, ISK: 0, JPY: 0, KMF: 0, KRW: 0, PYG: 0, RWF: 0,
  UGX: 0, UYI: 0, VND: 0, VUV: 0, XAF: 0, XOF: 0, XPF: 0,
  BHD: 3, IQD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3,
  CLF: 4, UYW: 4,
}; // prettier-ignore

/** How many decimals amounts of this currency carry: 2 for USD, 0 for JPY, 3 for KWD. */
export function currencyDecimals(currency: string): number {
  return UNUSUAL_DECIMALS[currency] ?? 2;
}

/** Rounds to the currency's minor unit, ties away from zero. */
export function roundMoney(value: Decimal, currency: string): Decimal {
  return value.toDecimalPlaces(currencyDecimals(currency), Decimal.ROUND_HALF_UP);
}

/** The canonical string of an amount; throws when the value has more decimals than the currency, for that is a bug. */
export function amountOf(value: Decimal, currency: string): Amount {
  const decimals = currencyDecimals(currency);
  if (!value.isFinite() || value.decimalPlaces() > decimals) {
    throw new RangeError(`${value.toString()} is not an amount of ${currency}`);
  }
  return value.isZero() ? (0).toFixed(decimals) : value.toFixed(decimals);
}

/** Rounds to the minor unit and gives the canonical string. */
export function roundedAmount(value: Decimal, currency: string): Amount {
  return amountOf(roundMoney(value, currency), currency);
}

/** Adds canonical amounts of one currency. */
export function sumAmounts(amounts: readonly Amount[], currency: string): Amount {
  return amountOf(sum(amounts.map((amount) => new Decimal(amount))), currency);
}

/** Adds decimals; an empty list is zero. */
export function sum(values: readonly Decimal[]): Decimal {
  return values.reduce((total, value) => total.plus(value), new Decimal(0));
}
