import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal } from '#core/money/money.ts';
import { checkQuantity, MAX_QUANTITY, parseQuantity } from './parse-quantity.ts';

function answer(typed: string, unit: 'unit' | 'kg' = 'unit'): string {
  const parsed = parseQuantity(typed, unit);
  return parsed.ok ? parsed.quantity : parsed.problem.type;
}

describe('a quantity as a person types it', () => {
  test.each([
    ['3', '3'],
    [' 12 ', '12'],
    ['007', '7'],
    ['+2', '2'],
    ['2.0', '2'],
    ['99999', '99999'],
  ])('%j pieces are %s', (typed, quantity) => {
    expect(answer(typed)).toBe(quantity);
  });

  test.each([
    ['0.780', '0.78'],
    ['0,78', '0.78'],
    ['1,5', '1.5'],
    ['.5', '0.5'],
    ['2.', '2'],
    ['0.001', '0.001'],
  ])('%j kilograms are %s', (typed, quantity) => {
    expect(answer(typed, 'kg')).toBe(quantity);
  });
});

describe('what is no quantity is refused with what is wrong about it', () => {
  test.each([
    'abc',
    '',
    '   ',
    '.',
    ',',
    '-',
    '1e9',
    '0x10',
    '1 000',
    '1.000,5',
    '1.2.3',
    '--1',
    '½',
    '٣',
    '３',
    'NaN',
    '∞',
  ])('%j is no number', (typed) => {
    expect(answer(typed)).toBe('QUANTITY_NOT_A_NUMBER');
    expect(answer(typed, 'kg')).toBe('QUANTITY_NOT_A_NUMBER');
  });

  test.each(['0', '-1', '-0', '0.000', '-99999'])('%s is not above zero', (typed) => {
    expect(answer(typed)).toBe('QUANTITY_NOT_POSITIVE');
  });

  test.each(['100000', '1000000000', '99999.001', '7501031311309'.slice(0, 12)])('%s is too large', (typed) => {
    expect(answer(typed, 'kg')).toBe('QUANTITY_TOO_LARGE');
  });

  test('half a piece and a tenth of a gram are too fine', () => {
    expect(answer('1,5')).toBe('QUANTITY_TOO_FINE');
    expect(answer('0.5')).toBe('QUANTITY_TOO_FINE');
    expect(answer('0.0001', 'kg')).toBe('QUANTITY_TOO_FINE');
  });

  test('a barcode scanned into the quantity is no number of pieces', () => {
    expect(answer('7501031311309')).toBe('QUANTITY_NOT_A_NUMBER');
  });

  test('the answer carries the limits, for the words on the screen', () => {
    expect(parseQuantity('100000', 'unit')).toMatchObject({
      problem: { code: 'POS-1103', details: { quantity: '100000', most: MAX_QUANTITY } },
    });
    expect(parseQuantity('1.5', 'unit')).toMatchObject({ problem: { code: 'POS-1104', details: { decimals: '0' } } });
    expect(parseQuantity('x'.repeat(1000), 'unit')).toMatchObject({ problem: { details: { typed: 'x'.repeat(40) } } });
  });

  test('infinity and what is no number at all are refused as numbers too', () => {
    expect(checkQuantity(new Decimal(Infinity), 'kg').ok).toBe(false);
    expect(checkQuantity(new Decimal(NaN), 'kg').ok).toBe(false);
  });
});

describe('always', () => {
  test('any text is either refused or a quantity that reads back as itself', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom('0', '1', '9', '.', ',', '-', '+', ' ', 'e') }),
    );
    fc.assert(
      fc.property(texts, fc.constantFrom('unit' as const, 'kg' as const), (typed, unit) => {
        const parsed = parseQuantity(typed, unit);
        const read = parsed.ok ? parsed.quantity : '1';
        expect(read).toMatch(unit === 'unit' ? /^[1-9]\d{0,4}$/ : /^(0|[1-9]\d{0,4})(\.\d{1,3})?$/);
        expect(parseQuantity(read, unit)).toEqual({ ok: true, quantity: read });
      }),
      { numRuns: 2000 },
    );
  });

  test('every weight in grams up to the limit is taken, with point and with comma', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999_000 }), (grams) => {
        const typed = new Decimal(grams).div(1000).toFixed(3);
        const quantity = new Decimal(grams).div(1000).toFixed();
        expect(answer(typed, 'kg')).toBe(quantity);
        expect(answer(typed.replace('.', ','), 'kg')).toBe(quantity);
      }),
    );
  });
});
