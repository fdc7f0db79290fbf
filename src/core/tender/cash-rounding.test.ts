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
    { exact: '4.92', step: '0.05', mode: 'half_up', due: '4.90', rounding: '-0.02' },
    { exact: '4.98', step: '0.05', mode: 'half_up', due: '5.00', rounding: '0.02' },
    { exact: '99.50', step: '1.00', mode: 'half_up', due: '100.00', rounding: '0.50' },
    { exact: '23.45', step: '0.10', mode: 'half_down', due: '23.40', rounding: '-0.05' },
    { exact: '23.45', step: '0.10', mode: 'half_up', due: '23.50', rounding: '0.05' },
    { exact: '1.98', step: '0.05', mode: 'up', due: '2.00', rounding: '0.02' },
    { exact: '1.98', step: '0.05', mode: 'down', due: '1.95', rounding: '-0.03' },
    { exact: '0.02', step: '0.05', mode: 'half_up', due: '0.00', rounding: '-0.02' },
  ] as const)(
    'for $exact in steps of $step, $mode: $due, rounded by $rounding',
    ({ exact, due, rounding, ...rule }) => {
      expect(inCash(exact, rule)).toEqual([due, rounding]);
    },
  );

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
