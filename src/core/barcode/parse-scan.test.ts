import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BarcodeRule } from '#core/catalogue/catalogue.ts';
import { anyText } from '#testkit/texts.ts';
import { checkDigit } from './gtin.ts';
import { parseScan } from './parse-scan.ts';

const WEIGHT: BarcodeRule = {
  rule_id: 'weight',
  prefix: '20',
  item: [2, 7],
  value: [7, 12],
  verifier: null,
  decimals: 3,
  measure: 'weight',
};
const PRICE: BarcodeRule = { ...WEIGHT, rule_id: 'price', prefix: '23', decimals: 2, measure: 'price' };

function label(digits: string): string {
  return digits + checkDigit(digits);
}

describe('a code on goods', () => {
  test('is a GTIN when its check digit is right', () => {
    expect(parseScan('5901234123457', [])).toEqual({
      kind: 'gtin',
      text: '5901234123457',
      gtin14: '05901234123457',
    });
  });

  test('is read without the blanks a scanner or a person puts around it', () => {
    expect(parseScan('  \t5901234123457\r\n', [])).toMatchObject({ kind: 'gtin', text: '5901234123457' });
  });

  test.each(['5901234123458', '614141000037', '98765432109214'])(
    'was misread when %s fails its check digit',
    (text) => {
      expect(parseScan(text, [])).toEqual({ kind: 'misread', text });
    },
  );

  test('is a code of the local’s own when it is anything else', () => {
    for (const text of ['BREAD', '4011', '12345673', '590123412345A', '']) {
      expect(parseScan(text, [])).toEqual({ kind: 'code', text });
    }
  });
});

describe('a scale label', () => {
  test('holds the goods and their weight in kilograms', () => {
    expect(parseScan(label('200401100785'), [WEIGHT, PRICE])).toEqual({
      kind: 'measured',
      text: label('200401100785'),
      item: '04011',
      measure: 'weight',
      value: '0.785',
    });
  });

  test('or their price', () => {
    expect(parseScan(label('230401101250'), [WEIGHT, PRICE])).toMatchObject({ measure: 'price', value: '12.5' });
  });

  test('is laid out as the local’s rule says, and not otherwise', () => {
    const wide: BarcodeRule = { ...WEIGHT, prefix: '2', item: [1, 7], decimals: 2 };
    expect(parseScan(label('200401100785'), [wide])).toMatchObject({ item: '004011', value: '7.85' });
  });

  test('is a plain code where no rule has its prefix', () => {
    expect(parseScan(label('210401100785'), [WEIGHT, PRICE])).toMatchObject({ kind: 'gtin' });
  });

  test('was misread when its check digit is wrong: no weight is taken from it', () => {
    const text = label('200401100785');
    const misread = text.slice(0, 12) + String((Number(text.at(-1)) + 1) % 10);
    expect(parseScan(misread, [WEIGHT])).toEqual({ kind: 'misread', text: misread });
  });

  test('of another length is no label: fourteen digits that begin with 20 are a case of goods', () => {
    expect(parseScan(label('2004011007850'), [WEIGHT])).toMatchObject({ kind: 'gtin' });
  });

  test('with nothing on the scale weighs nothing', () => {
    expect(parseScan(label('200401100000'), [WEIGHT])).toMatchObject({ value: '0' });
  });
});

describe('always', () => {
  const spans = fc
    .tuple(fc.nat({ max: 13 }), fc.nat({ max: 13 }))
    .filter(([start, end]) => start < end)
    .map(([start, end]): [number, number] => [start, end]);
  const rules = fc.array(
    fc.record({
      rule_id: fc.constant('drawn'),
      prefix: fc.stringMatching(/^\d{1,4}$/),
      item: spans,
      value: spans,
      verifier: fc.option(fc.nat({ max: 12 })),
      decimals: fc.nat({ max: 4 }),
      measure: fc.constantFrom('weight' as const, 'price' as const),
    }),
    { maxLength: 3 },
  );
  const digits = fc.stringMatching(/^\d{6,14}$/);
  const texts = fc.oneof(anyText(300), fc.string(), digits, digits.map(label));

  test('any text under any rules is read as something, and as the same thing again', () => {
    fc.assert(
      fc.property(texts, rules, (text, drawn) => {
        const scan = parseScan(text, drawn);
        expect(parseScan(text, drawn)).toEqual(scan);
        expect(scan.text.length).toBeLessThanOrEqual(200);
      }),
      { numRuns: 1000 },
    );
  });

  test('no half character is left of a text that is cut: it could not be stored', () => {
    expect(parseScan(`${'x'.repeat(199)}💶`, []).text.isWellFormed()).toBe(true);
    fc.assert(
      fc.property(texts, (text) => {
        expect(parseScan(text, []).text.isWellFormed()).toBe(true);
      }),
    );
  });
});
