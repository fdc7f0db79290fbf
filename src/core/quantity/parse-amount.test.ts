import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { amountOfUnits } from '#testkit/sale-arbitraries.ts';
import { MAX_AMOUNT, parseAmount } from './parse-amount.ts';

function answer(typed: string, currency = 'USD'): string {
  const parsed = parseAmount(typed, currency);
  return parsed.ok ? parsed.amount : parsed.problem.type;
}

describe('an amount as a person types it', () => {
  test.each([
    ['20', '20.00'],
    ['7.5', '7.50'],
    ['7,50', '7.50'],
    [' 0.05 ', '0.05'],
    ['.5', '0.50'],
    ['5.', '5.00'],
    ['0', '0.00'],
    ['007', '7.00'],
    ['1.500', '1.50'],
    [MAX_AMOUNT, MAX_AMOUNT],
  ])('%j is %s', (typed, amount) => {
    expect(answer(typed)).toBe(amount);
  });

  test('has the decimals of its currency', () => {
    expect([answer('1250', 'JPY'), answer('1.25', 'KWD'), answer('1,250', 'KWD')]).toEqual(['1250', '1.250', '1.250']);
  });
});

describe('what is no amount', () => {
  test.each(['abc', '', '  ', '.', '-1', '-0', '+5', '1e9', '1 000', '1,000.50', '$5', '5 USD', '1.0000001', '٥'])(
    '%j is refused',
    (typed) => {
      expect(answer(typed)).toBe('AMOUNT_NOT_VALID');
    },
  );

  test('a finer amount than the currency has is refused and not rounded: nobody meant it', () => {
    expect([answer('0.505'), answer('0.5', 'JPY'), answer('0.0005', 'KWD')]).toEqual([
      'AMOUNT_NOT_VALID',
      'AMOUNT_NOT_VALID',
      'AMOUNT_NOT_VALID',
    ]);
  });

  test('an amount that no column holds is refused with the most there may be', () => {
    expect(parseAmount('10000000', 'USD')).toMatchObject({
      ok: false,
      problem: { code: 'POS-1107', details: { amount: '10000000', most: MAX_AMOUNT } },
    });
  });
});

describe('always', () => {
  test('any text is either refused or a canonical amount that reads back as itself', () => {
    const texts = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('0', '1', '9', '.', ',', '-', '+', 'e') }));
    fc.assert(
      fc.property(texts, fc.constantFrom('USD', 'JPY', 'KWD'), (typed, currency) => {
        const parsed = parseAmount(typed, currency);
        const read = parsed.ok ? parsed.amount : amountOfUnits(0, currency);
        const form = { USD: /^\d{1,7}\.\d\d$/, JPY: /^\d{1,7}$/, KWD: /^\d{1,7}\.\d{3}$/ }[currency] ?? /^$/;
        expect(read).toMatch(form);
        expect(parseAmount(read, currency)).toEqual({ ok: true, amount: read });
      }),
      { numRuns: 2000 },
    );
  });
});
