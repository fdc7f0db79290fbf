import { describe, expect, test } from 'vitest';
import { answerCase } from './answer-case.ts';
import { judge, type Verdict } from './judge.ts';
import { readTestCase } from './test-case.ts';

/** Cases that leave out what goes without saying, or write it in another way. Figures worked out by hand. */
function run(fields: Record<string, unknown>): Verdict {
  const testCase = readTestCase({ id: 'one', policy_dependent: false, ...fields });
  if (typeof testCase === 'string') {
    throw new Error(testCase);
  }
  return judge(testCase, answerCase(testCase));
}

const PASSED: Verdict = { kind: 'passed' };
const vat = { id: 'v', type: 'percent', rate: '7' };

describe('what a case need not say', () => {
  test.each([
    { currency: 'JPY', unit_price: '15', expected: { net: '15', tax: '1', gross: '16' } },
    { currency: 'KWD', unit_price: '0.115', expected: { net: '0.115', tax: '0.008', gross: '0.123' } },
  ])('the smallest coin, which is that of $currency', ({ currency, unit_price, expected }) => {
    const lines = [{ quantity: '1', unit_price, taxes: ['v'] }];
    expect(run({ input: { currency, taxes: [vat], lines }, expected })).toEqual(PASSED);
  });

  test('that there are no taxes, and what the lines are called', () => {
    const lines = [
      { quantity: '3', unit_price: '10.00' },
      { quantity: '1', unit_price: '5.00' },
    ];
    expect(run({ input: { currency: 'USD', lines }, expected: { gross: '35.00', tax: '0.00' } })).toEqual(PASSED);
    const discounts = [{ scope: 'order', type: 'percent', value: '10' }];
    expect(run({ input: { currency: 'USD', lines, discounts }, expected: { gross: '31.50' } })).toEqual(PASSED);
  });

  test('that a scale label has no digit to check its price', () => {
    const rule = {
      region: 'Sweden',
      prefix: '20',
      positions: { item: [2, 8], value: [8, 12] },
      decimals: 2,
      measure: 'price',
    };
    const input = { code: '2012345612990', rule };
    expect(run({ kind: 'variable_measure', input, expected: { value: '12.99' } })).toEqual(PASSED);
  });
});

describe('numbers without quotes are the decimals that they show', () => {
  const bought = {
    currency: 'USD',
    taxes: [{ ...vat, rate: 7 }],
    lines: [{ quantity: 3, unit_price: 1.35, taxes: ['v'] }],
  };
  test.each<[string, Record<string, unknown>]>([
    ['a sale', { input: bought, expected: { gross: 4.33 } }],
    [
      'change',
      { kind: 'make_change', input: { amount: 0.3, denominations: [0.2, 0.1] }, expected: { coins: [0.1, 0.2] } },
    ],
    [
      'shares',
      {
        kind: 'allocate',
        input: { amount: 1, unit: 0.01, weights: [1, 2], mode: 'any' },
        expected: { parts: [0.33, 0.67] },
      },
    ],
    ['a year', { kind: 'gs1_date', input: { value: '010101', current_year: 2051 }, expected: { date: '2101-01-01' } }],
  ])('%s', (_, fields) => {
    expect(run(fields)).toEqual(PASSED);
  });

  test('but what is no plain decimal is none', () => {
    const input = { value: 1e-9, unit: '1', mode: 'half_up' };
    expect(run({ kind: 'round', input, expected: { value: '0' } })).toMatchObject({ kind: 'not_expressible' });
  });
});

describe('cash', () => {
  test.each([
    ['half_ceiling', '1.05', '-1.00'],
    ['half_floor', '1.00', '-1.05'],
    ['ceiling', '1.05', '-1.00'],
    ['floor', '1.00', '-1.05'],
    ['half_up', '1.05', '-1.05'],
    ['half_down', '1.00', '-1.00'],
  ])('that is rounded by %s goes its own way on either side of zero', (mode, above, below) => {
    const due = { currency: 'USD', increment: '0.05', mode };
    const rounds = (total: string, cash_due: string) =>
      run({ kind: 'round_total', input: { ...due, total }, expected: { cash_due } });
    expect(rounds('1.025', above)).toEqual(PASSED);
    expect(rounds('-1.025', below)).toEqual(PASSED);
  });

  test('of a fixed part is handed over as it is', () => {
    const tenders = [
      { kind: 'cash', amount: '5.00' },
      { kind: 'card', amount: '5.02' },
    ];
    const input = { currency: 'USD', total: '10.02', increment: '0.05', mode: 'half_up', tenders };
    const expected = { paid: '10.02', rounding: '0.00', remaining: '0.00', change: '0.00' };
    expect(run({ kind: 'split_tender', input, expected })).toEqual(PASSED);
  });
});

test('a figure of endless length is cut in the report', () => {
  const input = { amount: '99999.99', denominations: ['0.07', '0.03'] };
  const verdict = run({ kind: 'make_change', input, expected: { coins: [] } });
  expect(verdict.kind).toBe('failed');
  expect(JSON.stringify(verdict).length).toBeLessThan(1_000);
});
