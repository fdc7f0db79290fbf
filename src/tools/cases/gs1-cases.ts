import { z } from 'zod';
import { checkAssociations } from '#core/barcode/gs1/associations.ts';
import { readBracketedText } from '#core/barcode/gs1/bracketed-text.ts';
import type { Gs1Element, Gs1Reading } from '#core/barcode/gs1/element.ts';
import { readElementString } from '#core/barcode/gs1/element-string.ts';
import { gs1Date } from '#core/barcode/gs1/gs1-date.ts';
import { readScanData } from '#core/barcode/scan-data.ts';
import { Decimal } from '#core/money/money.ts';
import type { Answer, Figures } from './answer.ts';
import { asText, ofInput, type TestCase } from './test-case.ts';

/** The year of the cases, by which two digits of a year find their century. */
const YEAR = 2026;

const REFUSED: Answer = { kind: 'refused', claimed: false };
const hriSchema = z.strictObject({ hri: z.string() });
const dateFields = {
  current_year: z
    .preprocess(asText, z.string().regex(/^\d{4}$/))
    .transform(Number)
    .default(YEAR),
};
const separators = z.array(z.string().length(1)).optional();

/** GS1 data: element strings, the bracketed text under a symbol, dates, and what scanners send with an identifier. */
export const gs1Kinds: Readonly<Record<string, (testCase: TestCase) => Answer>> = {
  gs1_element_string: ofInput(z.strictObject({ data: z.string(), separators, ...dateFields }), (input) =>
    ofReading(readElementString(input.data, input.current_year, input.separators)),
  ),

  gs1_hri: ofInput(hriSchema, ({ hri }) => ofReading(readBracketedText(hri, YEAR))),

  gs1_hri_rule: ofInput(hriSchema, ({ hri }) => {
    const reading = readBracketedText(hri, YEAR);
    return said({ valid: reading.ok && checkAssociations(reading.elements).ok });
  }),

  gs1_date: ofInput(
    z.union([
      z.strictObject({ value: z.string(), ...dateFields }),
      z.strictObject({ values: z.array(z.string()), ...dateFields }),
    ]),
    (input) => {
      const dates = ('values' in input ? input.values : [input.value]).map((value) =>
        gs1Date(value, input.current_year),
      );
      const [date] = dates;
      return date === undefined || dates.includes(null) ? REFUSED : said({ date, dates });
    },
  ),

  not_gs1: ofInput(
    z.union([
      z.strictObject({ data: z.string(), separators, ...dateFields }),
      z
        .strictObject({ code: z.string(), separators, ...dateFields })
        .transform(({ code: data, ...rest }) => ({ data, ...rest })),
    ]),
    (input, testCase) => {
      const reading = readElementString(input.data, input.current_year, input.separators);
      return reading.ok || !Object.hasOwn(testCase.expected, 'error') ? said({ valid: reading.ok }) : REFUSED;
    },
  ),

  scan_data: ofInput(z.strictObject({ scan: z.string() }), ({ scan }) => {
    const read = readScanData(scan, YEAR);
    return read.ok
      ? said({
          symbology: read.symbology,
          value: read.data,
          data: read.data,
          gtin14: read.gtin14,
          elements: read.elements.map(elementFigures),
        })
      : REFUSED;
  }),
};

/** A case that depends on a policy names it in words only: that core differs from those is no fault. */
function said(figures: Figures): Answer {
  return { kind: 'figures', figures, claimed: false };
}

function ofReading(reading: Gs1Reading): Answer {
  return reading.ok ? said({ elements: reading.elements.map(elementFigures), valid: true }) : REFUSED;
}

function elementFigures(element: Gs1Element): Figures {
  const { decimal, currencyNumeric, until, ...texts } = element;
  return {
    ...texts,
    ...(decimal === undefined ? {} : { decimal: new Decimal(decimal) }),
    ...(currencyNumeric === undefined ? {} : { currency_numeric: currencyNumeric }),
    ...(until === undefined ? {} : { until }),
  };
}
