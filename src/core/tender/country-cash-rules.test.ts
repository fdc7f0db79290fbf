import { describe, expect, test } from 'vitest';
import { amountOf, Decimal } from '#core/money/money.ts';
import { roundedCash } from './cash-rounding.ts';
import { cashRuleOf } from './country-cash-rules.ts';

describe('how a country rounds cash', () => {
  test.each([
    { country: 'CA', currency: 'CAD', exact: '4.92', due: '4.90' },
    { country: 'AU', currency: 'AUD', exact: '20.43', due: '20.45' },
    { country: 'NZ', currency: 'NZD', exact: '23.45', due: '23.40' },
    { country: 'NZ', currency: 'NZD', exact: '23.46', due: '23.50' },
    { country: 'SE', currency: 'SEK', exact: '223.50', due: '224.00' },
    { country: 'NO', currency: 'NOK', exact: '99.49', due: '99.00' },
    { country: 'DK', currency: 'DKK', exact: '37.24', due: '37.00' },
    { country: 'DK', currency: 'DKK', exact: '37.75', due: '38.00' },
    { country: 'FI', currency: 'EUR', exact: '10.08', due: '10.10' },
    { country: 'CH', currency: 'CHF', exact: '1.78', due: '1.80' },
    { country: 'MY', currency: 'MYR', exact: '82.07', due: '82.05' },
    { country: 'HU', currency: 'HUF', exact: '1007.00', due: '1005.00' },
    { country: 'CZ', currency: 'CZK', exact: '12.50', due: '13.00' },
    { country: 'IL', currency: 'ILS', exact: '9.95', due: '10.00' },
    { country: 'CL', currency: 'CLP', exact: '1995', due: '1990' },
    { country: 'CL', currency: 'CLP', exact: '1996', due: '2000' },
  ])('in $country, $currency $exact is paid with $due', ({ country, currency, exact, due }) => {
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
