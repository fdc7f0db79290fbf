import { z } from 'zod';

/** The values that every document is made of. Money and quantities travel as decimal strings, never as floats. */

const DECIMAL_4 = /^(?!-0(\.0+)?$)-?(0|[1-9]\d{0,7})(\.\d{1,4})?$/;
const UNSIGNED_DECIMAL_4 = /^(0|[1-9]\d{0,7})(\.\d{1,4})?$/;
const QUANTITY = /^(0|[1-9]\d{0,6})(\.\d{1,3})?$/;

/** Milliseconds are the finest that a till's clock says. */
const LONGEST_INSTANT = '2026-01-31T12:00:00.000Z'.length;

/** DECIMAL(12,4) as text. There is one zero: "-0.00" is none. */
export const amount = z.string().regex(DECIMAL_4, 'an amount such as 12.50');
/** An amount that is never below zero: a price, a payment, a float. */
export const unsignedAmount = z.string().regex(UNSIGNED_DECIMAL_4, 'an amount such as 12.50, not below zero');
/** DECIMAL(10,3) as text, above zero. */
export const quantity = z
  .string()
  .regex(QUANTITY, 'a quantity such as 3 or 0.780')
  .refine((value) => /[1-9]/.test(value), 'a quantity above zero');
/** A fraction with up to six decimals: "0.0700" is 7 %, "0.09975" is 9.975 %. */
export const rate = z.string().regex(/^(0|[1-9]\d?)(\.\d{1,6})?$/, 'a rate such as 0.0700');
export const percentage = z.string().regex(/^(0|[1-9]\d{0,2})(\.\d{1,4})?$/, 'a percentage such as 5');
/** A percentage of at most 100. */
export const shareOfHundred = z
  .string()
  .regex(/^(100(\.0{1,4})?|(0|[1-9]\d?)(\.\d{1,4})?)$/, 'a percentage such as 5, at most 100');
/** A moment that the calendar has: the thirtieth of February is refused. */
export const instant = z.iso.datetime('a UTC instant such as 2026-01-31T12:00:00Z').max(LONGEST_INSTANT);
export const businessDate = z.iso.date('a date such as 2026-01-31');
export const hash = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in lower-case hex');
export const currency = z.string().regex(/^[A-Z]{3}$/, 'an ISO 4217 code');
/** An identifier or code: never empty, no control characters, which no database or printer takes. */
export const id = z
  .string()
  .min(1)
  .max(100)
  .regex(/^\P{Cc}+$/u, 'no control characters');
/** Whether an event can be known by this. No database keeps half a character, so what has one could never be found again. */
export function isEventId(value: unknown): value is string {
  const parsed = id.safeParse(value);
  return parsed.success && parsed.data.isWellFormed();
}
/** A text of people, so long at most. The null character is refused, for not every database can store it. */
export function textUpTo(most: number) {
  return z
    .string()
    .max(most)
    .regex(/^[^\0]*$/u, 'no null character');
}
export const text = textUpTo(500);
export const words = z.strictObject({ es: text, en: text });
