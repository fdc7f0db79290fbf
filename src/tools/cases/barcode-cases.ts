import { z } from 'zod';
import { COUNTRY_LAYOUTS } from '#core/barcode/country-layouts.ts';
import { checkDigit, gtin14, isSscc, readGtin, restrictedUse } from '#core/barcode/gtin.ts';
import { priceVerifier } from '#core/barcode/price-verifier.ts';
import { expandUpcE, suppressUpcA } from '#core/barcode/upc-e.ts';
import { readVariableMeasure, type VariableMeasure } from '#core/barcode/variable-measure.ts';
import type { BarcodeRule } from '#core/catalogue/catalogue.ts';
import { Decimal } from '#core/money/money.ts';
import { type Answer, type Figures, notExpressible } from './answer.ts';
import { ofInput, type TestCase } from './test-case.ts';

/** Keys of GS1 whose last digit is the check digit that all of them share. */
const CHECKED_KEYS = /^(GTIN-(8|12|13|14)|EAN-(8|13)|UPC-A|ITF-14|GLN|SSCC|GSIN|GSRN|GRAI|GDTI|GCN)$/;

/** How the cases call a measure, and how core does. */
const MEASURES = { weight_kg: 'weight', price: 'price', count: 'count' } as const;

const place = z.tuple([z.int().nonnegative(), z.int().positive()]);
const ruleSchema = z.strictObject({
  region: z.string(),
  prefix: z.string().regex(/^\d*$/),
  positions: z.strictObject({ item: place, value: place, verifier: z.int().nullable().default(null) }),
  decimals: z.int(),
  measure: z.enum(['weight_kg', 'price', 'count']),
  currency: z.string().optional(),
});
const codeSchema = z.strictObject({ code: z.string() });

/** Codes as they are printed: check digits, GTINs, UPC-E and scale labels. */
export const barcodeKinds: Readonly<Record<string, (testCase: TestCase) => Answer>> = {
  check_digit: ofInput(
    z.strictObject({ type: z.string(), payload: z.string().regex(/^\d+$/) }),
    ({ type, payload }) => {
      if (!CHECKED_KEYS.test(type)) {
        return notExpressible(`core works out no check digit of a ${type}`);
      }
      const digit = checkDigit(payload);
      return said({ check_digit: digit, code: payload + digit });
    },
  ),

  price_verifier: ofInput(z.strictObject({ field: z.string() }), ({ field }) => {
    const verifier = priceVerifier(field);
    return verifier === null ? REFUSED : said({ verifier });
  }),

  gtin: ofInput(codeSchema, ({ code }) => {
    const reading = readGtin(code);
    return reading.ok
      ? said({ valid: true, format: reading.format, gtin14: reading.gtin14, reason: null })
      : said({ valid: false, format: null, gtin14: null, reason: reading.reason });
  }),

  sscc: ofInput(codeSchema, ({ code }) => said({ valid: isSscc(code) })),

  upc_e: ofInput(z.strictObject({ upc_e: z.string() }), ({ upc_e }) => {
    const expanded = expandUpcE(upc_e);
    return expanded.ok
      ? said({ upc_a: expanded.upcA, gtin14: expanded.gtin14, check_digit: expanded.checkDigit })
      : REFUSED;
  }),

  upc_a_to_e: ofInput(z.strictObject({ upc_a: z.string() }), ({ upc_a }) => {
    const suppressed = suppressUpcA(upc_a);
    return suppressed.ok ? said({ upc_e: suppressed.upcE }) : REFUSED;
  }),

  variable_measure: ofInput(z.strictObject({ code: z.string(), rule: ruleSchema }), ({ code, rule }) => {
    const label = readLabel(code, [ruleOf(rule, code)]);
    return label === null ? REFUSED : said(labelFigures(label));
  }),

  lookup_code: ofInput(z.strictObject({ code: z.string(), region: z.string() }), ({ code, region }) => {
    const rules = COUNTRY_LAYOUTS[region];
    if (rules === undefined) {
      return notExpressible(`core knows no scale labels of ${region}`);
    }
    const label = readLabel(code, rules);
    return label === null ? REFUSED : said(labelFigures(label));
  }),

  restricted_no_measure: ofInput(codeSchema, ({ code }) => {
    const reading = readGtin(code);
    return reading.ok
      ? said({ valid: true, restricted: restrictedUse(reading.gtin14) !== null, measure: null })
      : said({ valid: false, restricted: null, measure: null });
  }),
};

const REFUSED: Answer = { kind: 'refused', claimed: false };

/** A case that depends on a policy names it in words only: that core differs from those is no fault. */
function said(figures: Figures): Answer {
  return { kind: 'figures', figures, claimed: false };
}

function ruleOf(rule: z.infer<typeof ruleSchema>, code: string): BarcodeRule {
  const { positions, measure, prefix, decimals, currency } = rule;
  return {
    rule_id: rule.region,
    prefix,
    ...positions,
    decimals,
    measure: MEASURES[measure],
    ...(currency === undefined ? {} : { currency }),
    ...(code.length === 12 ? { digits: 12 } : {}),
  };
}

function readLabel(code: string, rules: readonly BarcodeRule[]): VariableMeasure | null {
  const normal = gtin14(code);
  return normal === null ? null : readVariableMeasure(normal, rules);
}

function labelFigures(label: VariableMeasure): Figures {
  return {
    kind: label.measure === 'weight' ? 'weight_kg' : label.measure,
    item_reference: label.item,
    value: new Decimal(label.value),
    currency: label.currency,
    lookup_code: label.lookupCode,
    verifier_ok: label.verifierOk,
  };
}
