import type { BarcodeRule } from '#core/catalogue/catalogue.ts';
import { Decimal } from '#core/money/money.ts';
import { gtin14, isGtin } from './gtin.ts';

/** What a scanned or typed code says, before the catalogue is asked. */
export type Scan =
  | { kind: 'gtin'; text: string; gtin14: string }
  /** A scale label: the goods' number and a weight in kilograms or a price, as decimal strings. */
  | { kind: 'measured'; text: string; item: string; measure: BarcodeRule['measure']; value: string }
  /** Digits of a GTIN's length whose check digit is wrong: most likely misread. */
  | { kind: 'misread'; text: string }
  /** Anything else: a SKU, a PLU, a code of the local's own. */
  | { kind: 'code'; text: string };

/** Longest text that is looked at; a longer one is no code of ours. */
const MAX_LENGTH = 200;

/** Reads a raw text. Never throws; the same text under the same rules always gives the same answer. */
export function parseScan(raw: string, rules: readonly BarcodeRule[]): Scan {
  const text = raw.trim().slice(0, MAX_LENGTH).toWellFormed();
  const gtin = gtin14(text);
  if (gtin !== null) {
    return measuredScan(text, rules) ?? { kind: 'gtin', text, gtin14: gtin };
  }
  if (/^\d{12,14}$/.test(text)) {
    return { kind: 'misread', text };
  }
  return { kind: 'code', text };
}

function measuredScan(text: string, rules: readonly BarcodeRule[]): Scan | null {
  if (text.length !== 13 || !isGtin(text)) {
    return null;
  }
  const rule = rules.find((candidate) => text.startsWith(candidate.prefix));
  if (rule === undefined) {
    return null;
  }
  const digits = text.slice(rule.value[0], rule.value[1]);
  const value = new Decimal(digits).div(new Decimal(10).pow(rule.decimals)).toFixed();
  return { kind: 'measured', text, item: text.slice(rule.item[0], rule.item[1]), measure: rule.measure, value };
}
