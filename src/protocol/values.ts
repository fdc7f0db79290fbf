import { z } from 'zod';

/** The values that every document is made of. Money and quantities travel as decimal strings, never as floats. */

const DECIMAL_4 = /^-?(0|[1-9]\d{0,7})(\.\d{1,4})?$/;
const QUANTITY = /^(0|[1-9]\d{0,6})(\.\d{1,3})?$/;
const UTC_INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/;

/** DECIMAL(12,4) as text. */
export const amount = z.string().regex(DECIMAL_4, 'an amount such as 12.50');
/** DECIMAL(10,3) as text, above zero. */
export const quantity = z
  .string()
  .regex(QUANTITY, 'a quantity such as 3 or 0.780')
  .refine((value) => /[1-9]/.test(value), 'a quantity above zero');
/** A fraction with up to four decimals: "0.0700" is 7 %. */
export const rate = z.string().regex(/^(0|[1-9]\d?)(\.\d{1,4})?$/, 'a rate such as 0.0700');
export const percentage = z.string().regex(/^(0|[1-9]\d{0,2})(\.\d{1,4})?$/, 'a percentage such as 5');
export const instant = z.string().regex(UTC_INSTANT, 'a UTC instant such as 2026-01-31T12:00:00Z');
export const businessDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a date such as 2026-01-31');
export const hash = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in lower-case hex');
export const currency = z.string().regex(/^[A-Z]{3}$/, 'an ISO 4217 code');
/** An identifier or code: never empty, no control characters, which no database or printer takes. */
export const id = z
  .string()
  .min(1)
  .max(100)
  .regex(/^\P{Cc}+$/u, 'no control characters');
export const text = z.string().max(500);
export const words = z.strictObject({ es: text, en: text });
