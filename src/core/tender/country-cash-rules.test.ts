import { describe, expect, test } from 'vitest';
import { amountOf, Decimal } from '#core/money/money.ts';
import { roundedCash } from './cash-rounding.ts';
import { cashRuleOf } from './country-cash-rules.ts';

describe('how a country rounds cash', () => {
  test.each([
    ['CA', 'CAD', '4.92', '4.90'],
    ['AU', 'AUD', '20.43', '20.45'],
    ['NZ', 'NZD', '23.45', '23.40'],
    ['NZ', 'NZD', '23.46', '23.50'],
    ['SE', 'SEK', '223.50', '224.00'],
    ['NO', 'NOK', '99.49', '99.00'],
    ['DK', 'DKK', '37.24', '37.00'],
    ['DK', 'DKK', '37.75', '38.00'],
    ['FI', 'EUR', '10.08', '10.10'],
    ['CH', 'CHF', '1.78', '1.80'],
    ['MY', 'MYR', '82.07', '82.05'],
    ['HU', 'HUF', '1007.00', '1005.00'],
    ['CZ', 'CZK', '12.50', '13.00'],
    ['IL', 'ILS', '9.95', '10.00'],
    ['CL', 'CLP', '1995', '1990'],
    ['CL', 'CLP', '1996', '2000'],
  ])('in %s, %s %s is paid with %s', (country, currency, exact, due) => {
    const rule = cashRuleOf(country);
    expect(rule?.currency).toBe(currency);
    expect(amountOf(roundedCash(new Decimal(exact), rule ?? undefined).due, currency)).toBe(due);
  });

  test.each(['PA', 'US', 'JP', 'XX', 'constructor'])('is not known, or not done, in %s', (country) => {
    expect(cashRuleOf(country)).toBeNull();
  });

  test('is told in whole amounts of its currency', () => {
    for (const country of ['AU', 'BE', 'CA', 'CH', 'CL', 'CZ', 'DK', 'EE', 'FI', 'HU', 'IE', 'IL', 'IT', 'SE', 'SK']) {
      const rule = cashRuleOf(country);
      expect(amountOf(new Decimal(rule?.step ?? 'NaN'), rule?.currency ?? '')).toBe(rule?.step);
    }
  });
});
