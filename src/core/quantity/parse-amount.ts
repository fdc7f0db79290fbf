import { type Amount, amountOf, currencyDecimals, Decimal } from '#core/money/money.ts';
import { type Checked, refused } from '#core/problem.ts';

/** The largest amount a DECIMAL(12,4) column holds with room to spare for tax. */
export const MAX_AMOUNT = '9999999.99';

const NUMBER = /^(\d{1,12})?([.,]\d{0,6})?$/;

/**
 * Reads an amount as a person types it ("20", "7.5", "7,50", never signed) into the canonical string of the
 * currency ("20.00"). More decimals than the currency has are refused, not rounded: nobody meant them.
 */
export function parseAmount(text: string, currency: string): Checked<{ amount: Amount }> {
  const typed = text.trim();
  if (!/\d/.test(typed) || !NUMBER.test(typed)) {
    return refused('POS-2101', { typed: text.slice(0, 40) });
  }
  const value = new Decimal(typed.replace(',', '.'));
  if (value.decimalPlaces() > currencyDecimals(currency)) {
    return refused('POS-2101', { typed: text.slice(0, 40) });
  }
  if (value.greaterThan(MAX_AMOUNT)) {
    return refused('POS-1107', { amount: value.toFixed(), most: MAX_AMOUNT });
  }
  return { ok: true, amount: amountOf(value, currency) };
}
