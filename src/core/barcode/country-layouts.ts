import type { BarcodeRule } from '#core/catalogue/catalogue.ts';

/**
 * The scale labels that countries have agreed on, as data a local picks its rules from. Numbers are only unique within
 * a country, so nothing reads by these unless a local's catalogue says so.
 */
export const COUNTRY_LAYOUTS: Readonly<Record<string, readonly BarcodeRule[]>> = {
  Denmark: [
    ...['21', '22', '23', '24'].map((prefix) => price(prefix, { item: [2, 6], value: [6, 12], currency: 'DKK' })),
    ...['26', '28'].map((prefix) => weight(prefix, { item: [2, 6], value: [6, 12] })),
    weight('27', { item: [2, 7], value: [7, 12] }),
  ],
  Estonia: balticWeights(),
  Finland: balticWeights(),
  Germany: [
    ...['22', '23'].map((prefix) => price(prefix, { item: [2, 6], value: [7, 12], verifier: 6, currency: 'EUR' })),
    ...['25', '26'].map((prefix) => count(prefix, { item: [2, 6], value: [7, 12], verifier: 6 })),
    ...['28', '29'].map((prefix) => weight(prefix, { item: [2, 6], value: [7, 12], verifier: 6 })),
  ],
  'Great Britain': [price('20', { item: [2, 7], value: [8, 12], verifier: 7, currency: 'GBP' })],
  Latvia: balticWeights(),
  Lithuania: balticWeights(),
  Norway: [...nordicPrices('NOK'), ...balticWeights()],
  'Odoo default': [weight('21', { item: [2, 7], value: [7, 12] }), price('23', { item: [2, 7], value: [7, 12] })],
  Sweden: [...nordicPrices('SEK'), ...balticWeights()],
  'United States': [price('2', { item: [1, 6], value: [7, 11], verifier: 6, currency: 'USD', digits: 12 })],
};

/** The prefix says how many decimals the four digits of weight have. */
function balticWeights(): BarcodeRule[] {
  return [3, 2, 1].map((decimals, place) => weight(String(23 + place), { item: [2, 8], value: [8, 12], decimals }));
}

function nordicPrices(currency: string): BarcodeRule[] {
  return [2, 1, 0].map((decimals, place) =>
    price(String(20 + place), { item: [2, 8], value: [8, 12], decimals, currency }),
  );
}

type Layout = Pick<BarcodeRule, 'item' | 'value'> & Partial<BarcodeRule>;

function weight(prefix: string, layout: Layout): BarcodeRule {
  return { rule_id: `weight-${prefix}`, prefix, measure: 'weight', decimals: 3, verifier: null, ...layout };
}

function price(prefix: string, layout: Layout): BarcodeRule {
  return { rule_id: `price-${prefix}`, prefix, measure: 'price', decimals: 2, verifier: null, ...layout };
}

function count(prefix: string, layout: Layout): BarcodeRule {
  return { rule_id: `count-${prefix}`, prefix, measure: 'count', decimals: 0, verifier: null, ...layout };
}
