import type { BarcodeRule } from '#core/catalogue/catalogue.ts';
import { checkDigit } from './gtin.ts';
import { priceVerifier } from './price-verifier.ts';

/** What a scale label holds, read by one rule. */
export interface VariableMeasure {
  measure: BarcodeRule['measure'];
  /** The goods' number as the label has it, with its leading zeros. */
  item: string;
  /** Kilograms, money or pieces as a decimal string with the rule's decimals: "0.785", "12.50", "3". */
  value: string;
  /** The money's ISO 4217 code where the rule names one. */
  currency: string | null;
  /** Null where the label has no verifier digit. */
  verifierOk: boolean | null;
  /** The code with the measure and its verifier zeroed: the same for every weight of the same goods. */
  lookupCode: string;
}

/**
 * Reads a label by the first of the rules that has its prefix; null when none has. `gtin14` is the normal form, so that
 * a UPC-A label is found however the scanner sends it. The check digit of the whole is taken to be right.
 */
export function readVariableMeasure(gtin14: string, rules: readonly BarcodeRule[]): VariableMeasure | null {
  for (const rule of rules) {
    const code = labelOf(gtin14, rule);
    if (code?.startsWith(rule.prefix) === true) {
      return readByRule(code, rule);
    }
  }
  return null;
}

/** The digits to which the rule's positions apply; null for a code that is longer than such a label. */
function labelOf(gtin14: string, rule: BarcodeRule): string | null {
  const filling = 14 - (rule.digits ?? 13);
  return gtin14.startsWith('0'.repeat(filling)) ? gtin14.slice(filling) : null;
}

function readByRule(code: string, rule: BarcodeRule): VariableMeasure {
  const [start, end] = rule.value;
  const field = code.slice(start, end);
  return {
    measure: rule.measure,
    item: code.slice(rule.item[0], rule.item[1]),
    value: scaledDigits(field, rule.decimals),
    currency: rule.currency ?? null,
    verifierOk: rule.verifier === null ? null : code[rule.verifier] === priceVerifier(field),
    lookupCode: withoutMeasure(code, rule),
  };
}

function withoutMeasure(code: string, rule: BarcodeRule): string {
  const [start, end] = rule.value;
  const digits = Array.from(code, (digit, place) =>
    (place >= start && place < end) || place === rule.verifier ? '0' : digit,
  );
  const payload = digits.slice(0, -1).join('');
  return payload + checkDigit(payload);
}

/** Digits with so many of them after the point, without leading zeros: ("00785", 3) is "0.785", ("00012", 0) is "12". */
export function scaledDigits(digits: string, decimals: number): string {
  const padded = digits.padStart(decimals + 1, '0');
  const whole = padded.slice(0, padded.length - decimals).replace(/^0+(?=\d)/, '');
  return decimals === 0 ? whole : `${whole}.${padded.slice(padded.length - decimals)}`;
}
