import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CashRounding } from '#core/catalogue/catalogue.ts';
import { Decimal } from '#core/money/money.ts';
import { roundedCash } from './cash-rounding.ts';

function inCash(exact: string, rule: CashRounding | undefined): [string, string] {
  const { due, rounding } = roundedCash(new Decimal(exact), rule);
  return [due.toFixed(2), rounding.toFixed(2)];
}

describe('what is due in cash', () => {
  test.each([
    ['4.92', '0.05', 'half_up', '4.90', '-0.02'],
    ['4.98', '0.05', 'half_up', '5.00', '0.02'],
    ['99.50', '1.00', 'half_up', '100.00', '0.50'],
    ['23.45', '0.10', 'half_down', '23.40', '-0.05'],
    ['23.45', '0.10', 'half_up', '23.50', '0.05'],
    ['1.98', '0.05', 'up', '2.00', '0.02'],
    ['1.98', '0.05', 'down', '1.95', '-0.03'],
    ['0.02', '0.05', 'half_up', '0.00', '-0.02'],
  ] as const)('for %s in steps of %s, %s: %s, rounded by %s', (exact, step, mode, due, rounding) => {
    expect(inCash(exact, { step, mode })).toEqual([due, rounding]);
  });

  test('is the exact amount where nothing is rounded', () => {
    expect(inCash('4.92', undefined)).toEqual(['4.92', '0.00']);
    expect(inCash('4.90', { step: '0.05', mode: 'half_up' })).toEqual(['4.90', '0.00']);
  });

  test('back to the customer mirrors what was taken, in every mode', () => {
    const rules = fc.record({
      step: fc.constantFrom('0.05', '0.10', '0.25', '0.50', '1.00', '5.00'),
      mode: fc.constantFrom(...(['half_up', 'half_down', 'half_even', 'up', 'down'] as const)),
    });
    fc.assert(
      fc.property(rules, fc.integer({ min: 0, max: 100_000 }), (rule, cents) => {
        const sale = roundedCash(new Decimal(cents).div(100), rule);
        const refund = roundedCash(new Decimal(-cents).div(100), rule);
        expect(refund.due.plus(sale.due).isZero()).toBe(true);
        expect(refund.rounding.plus(sale.rounding).isZero()).toBe(true);
      }),
    );
  });
});
