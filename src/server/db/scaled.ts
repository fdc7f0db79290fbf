import { Decimal } from '#core/money/money.ts';

/** Decimals kept of money and prices. */
const MONEY_DECIMALS = 4;
/** Decimals kept of tax rates: Quebec's 9.975 % is 0.09975. */
const RATE_DECIMALS = 6;
/** Decimals that a rate is always written with. */
const LEAST_RATE_DECIMALS = 4;
/** Decimals kept of quantities. */
const QUANTITY_DECIMALS = 3;

/** "12.50" → 125000. Throws RangeError when the text is not a decimal of at most four places that fits. */
export function storedMoney(text: string): number {
  return scaled(text, MONEY_DECIMALS);
}

/** "0.78" → 780. Throws RangeError when the text is not a decimal of at most three places that fits. */
export function storedQuantity(text: string): number {
  return scaled(text, QUANTITY_DECIMALS);
}

/** "0.0700" → 70000. Throws RangeError when the text is not a decimal of at most six places that fits. */
export function storedRate(text: string): number {
  return scaled(text, RATE_DECIMALS);
}

/** 125000 → "12.50": at least `decimals` places, more only where the value has them. */
export function moneyText(stored: number, decimals: number): string {
  const value = new Decimal(stored).div(10 ** MONEY_DECIMALS);
  return value.toFixed(Math.max(decimals, value.decimalPlaces()));
}

/** 780 → "0.78". */
export function quantityText(stored: number): string {
  return new Decimal(stored).div(10 ** QUANTITY_DECIMALS).toFixed();
}

/** 70000 → "0.0700", 99750 → "0.09975"; of money on every unit (100000 → "0.10") at least the currency's decimals. */
export function rateText(stored: number, decimals = LEAST_RATE_DECIMALS): string {
  const value = new Decimal(stored).div(10 ** RATE_DECIMALS);
  return value.toFixed(Math.max(decimals, value.decimalPlaces()));
}

/**
 * 125000 → 12.5, for the published answers, which carry JSON numbers: one exact division, correctly rounded by
 * IEEE 754, prints the decimal that was meant. Nothing is ever calculated with the result.
 */
export function moneyNumber(stored: number): number {
  return stored / 10 ** MONEY_DECIMALS;
}

/** 780 → 0.78, for the published answers. */
export function quantityNumber(stored: number): number {
  return stored / 10 ** QUANTITY_DECIMALS;
}

const DECIMAL = /^-?\d{1,11}(\.\d+)?$/;

function scaled(text: string, decimals: number): number {
  const point = text.indexOf('.');
  const places = point === -1 ? 0 : text.length - point - 1;
  if (places > decimals || !DECIMAL.test(text)) {
    throw new RangeError(`${text} is not a decimal of at most ${String(decimals)} places`);
  }
  const digits = point === -1 ? text : text.slice(0, point) + text.slice(point + 1);
  // At most fifteen digits: an integer below 2^53, shifted by a whole power of ten. Adding 0 turns -0 into 0.
  return Number(digits) * 10 ** (decimals - places) + 0;
}
