import { type Amount, currencyDecimals } from '#core/money/money.ts';

/** How one language and region writes amounts of one currency. Decimal strings go in, never floats. */
export interface MoneyFormat {
  /** Without the currency: "21.24"; a unit price keeps up to four decimals. */
  plain: (amount: Amount) => string;
  /** With the currency's own sign: "$21.24". */
  full: (amount: Amount) => string;
  /** Without the currency and always with a sign, for what is added or taken off: "+0.02", "−0.02". */
  signed: (amount: Amount) => string;
  /** A figure before it was rounded, with all the decimals it has, up to eight. */
  exact: (figure: string) => string;
  /** What separates the decimals: "." or ",". */
  decimalSign: string;
}

const known = new Map<string, MoneyFormat>();

/** Making a formatter costs a hundred times more than using one: each is made once. */
export function moneyFormat(locale: string, currency: string): MoneyFormat {
  const key = `${locale} ${currency}`;
  const format = known.get(key) ?? newMoneyFormat(locale, currency);
  known.set(key, format);
  return format;
}

function newMoneyFormat(locale: string, currency: string): MoneyFormat {
  const decimals = currencyDecimals(currency);
  const plain = new Intl.NumberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: 4 });
  const signed = new Intl.NumberFormat(locale, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: 4,
    signDisplay: 'exceptZero',
  });
  const exact = new Intl.NumberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: 8 });
  const full = new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' });
  const sign = plain.formatToParts(0.5).find((part) => part.type === 'decimal');
  return {
    plain: (amount) => withTrueMinus(plain.format(decimalOf(amount))),
    full: (amount) => withTrueMinus(full.format(decimalOf(amount))),
    signed: (amount) => withTrueMinus(signed.format(decimalOf(amount))),
    exact: (figure) => withTrueMinus(exact.format(decimalOf(figure))),
    decimalSign: sign?.value ?? '.',
  };
}

/** The hyphen of most locales is too short to be seen beside tabular figures at arm's length. */
function withTrueMinus(text: string): string {
  return text.replace('-', '−');
}

/** Intl formats decimal text exactly, digit by digit, when it is typed as such. */
function decimalOf(text: string): `${number}` {
  if (!isDecimal(text)) {
    throw new RangeError(`"${text}" is not a decimal`);
  }
  return text;
}

function isDecimal(text: string): text is `${number}` {
  return /^-?\d+(\.\d+)?$/.test(text);
}

const quantities = new Map<string, Intl.NumberFormat>();

/** A quantity as its unit is read: "3" pieces, "0.780" kilograms. */
export function formatQuantity(quantity: string, unit: 'unit' | 'kg', locale: string): string {
  const key = `${locale} ${unit}`;
  const decimals = unit === 'kg' ? 3 : 0;
  const format =
    quantities.get(key) ?? new Intl.NumberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: 3 });
  quantities.set(key, format);
  return format.format(decimalOf(quantity));
}

const percentages = new Map<string, Intl.NumberFormat>();

/** A rate as people say it: "0.0700" is "7 %" or "7%"; one below zero has a true minus. */
export function formatRate(rate: string, locale: string): string {
  const format =
    percentages.get(locale) ?? new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 });
  percentages.set(locale, format);
  return withTrueMinus(format.format(decimalOf(rate)));
}
