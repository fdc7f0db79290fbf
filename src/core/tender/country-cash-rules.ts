import type { CashRounding } from '#core/catalogue/catalogue.ts';

/** How cash is rounded in one country, by law or by the practice of its shops, and in which currency. */
export interface CountryCashRule extends CashRounding {
  currency: string;
}

const NICKEL = { step: '0.05', mode: 'half_up' } as const;
const EURO = { currency: 'EUR', ...NICKEL } as const;

/**
 * By ISO 3166 code. Only the countries whose rule is certain: whoever sets up a local elsewhere says the step. Where
 * the law leaves the half to the shops (New Zealand), it is what the authorities recommend.
 */
const RULES: ReadonlyMap<string, CountryCashRule> = new Map(
  Object.entries<CountryCashRule>({
    AU: { currency: 'AUD', ...NICKEL },
    BE: EURO,
    CA: { currency: 'CAD', ...NICKEL },
    CH: { currency: 'CHF', ...NICKEL },
    CL: { currency: 'CLP', step: '10', mode: 'half_down' },
    CZ: { currency: 'CZK', step: '1.00', mode: 'half_up' },
    DK: { currency: 'DKK', step: '0.50', mode: 'half_up' },
    EE: EURO,
    FI: EURO,
    HU: { currency: 'HUF', step: '5.00', mode: 'half_up' },
    IE: EURO,
    IL: { currency: 'ILS', step: '0.10', mode: 'half_up' },
    IT: EURO,
    LI: { currency: 'CHF', ...NICKEL },
    LT: EURO,
    MY: { currency: 'MYR', ...NICKEL },
    NL: EURO,
    NO: { currency: 'NOK', step: '1.00', mode: 'half_up' },
    NZ: { currency: 'NZD', step: '0.10', mode: 'half_down' },
    SE: { currency: 'SEK', step: '1.00', mode: 'half_up' },
    SK: EURO,
  }),
);

/** The rule of a country ("CA"); null when cash is paid exactly there, or when nothing certain is known. */
export function cashRuleOf(country: string): CountryCashRule | null {
  return RULES.get(country) ?? null;
}
