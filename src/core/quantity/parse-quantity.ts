import type { Unit } from '#core/catalogue/catalogue.ts';
import { Decimal } from '#core/money/money.ts';
import { type Checked, refused } from '#core/problem.ts';

/** The largest quantity one line may have; a larger one is a slip of the finger or a scan in the wrong place. */
export const MAX_QUANTITY = '99999';

const NUMBER = /^[+-]?(\d{1,12})?([.,]\d{0,12})?$/;

/**
 * Reads a quantity as a person types it ("3", "0.780", "0,78") into its canonical string ("3", "0.78").
 * Pieces are whole; kilograms have at most three decimals.
 */
export function parseQuantity(text: string, unit: Unit): Checked<{ quantity: string }> {
  const typed = text.trim();
  if (!/\d/.test(typed) || !NUMBER.test(typed)) {
    return refused('POS-1101', { typed: text.slice(0, 40) });
  }
  return checkQuantity(new Decimal(typed.replace(',', '.')), unit);
}

/** Checks a quantity that is already a number, and gives its canonical string. */
export function checkQuantity(quantity: Decimal, unit: Unit): Checked<{ quantity: string }> {
  if (!quantity.isFinite() || quantity.lessThanOrEqualTo(0)) {
    return refused('POS-1102', { quantity: quantity.toFixed() });
  }
  if (quantity.greaterThan(MAX_QUANTITY)) {
    return refused('POS-1103', { quantity: quantity.toFixed(), most: MAX_QUANTITY });
  }
  const decimals = unit === 'kg' ? 3 : 0;
  if (quantity.decimalPlaces() > decimals) {
    return refused('POS-1104', { quantity: quantity.toFixed(), decimals: String(decimals) });
  }
  return { ok: true, quantity: quantity.toFixed() };
}
