import type { Gs1Element } from './element.ts';

/** What the elements of a symbol say of the goods in hand. Null for what they do not say. */
export interface Gs1Content {
  gtin14: string | null;
  /** The number of a logistic unit: a pallet, not goods to sell. */
  sscc: string | null;
  batch: string | null;
  serial: string | null;
  /** The last day of use, of being at its best, and of being sold: YYYY-MM-DD. */
  expiresOn: string | null;
  bestBefore: string | null;
  sellBy: string | null;
  /** Net weight in kilograms. */
  weight: string | null;
  /** What is to be paid for the whole, without a currency in the local's own; digits for a currency out of use. */
  price: { amount: string; currency: string | null } | null;
  /** Pieces in the pack. */
  count: string | null;
}

/** Picks from the elements what a till needs. The first of two alike wins. */
export function contentOf(elements: readonly Gs1Element[]): Gs1Content {
  const told = (beginning: string, what: 'value' | 'date' | 'decimal'): string | null =>
    elements.find(({ ai }) => ai.startsWith(beginning))?.[what] ?? null;
  return {
    gtin14: told('01', 'value'),
    sscc: told('00', 'value'),
    batch: told('10', 'value'),
    serial: told('21', 'value'),
    expiresOn: told('17', 'date') ?? told('7003', 'date'),
    bestBefore: told('15', 'date'),
    sellBy: told('16', 'date'),
    weight: told('310', 'decimal'),
    price: priceOf(elements),
    count: told('30', 'decimal') ?? told('37', 'decimal'),
  };
}

function priceOf(elements: readonly Gs1Element[]): Gs1Content['price'] {
  const price = elements.find(({ ai }) => /^39[23]/.test(ai));
  return price?.decimal === undefined
    ? null
    : { amount: price.decimal, currency: price.currency ?? price.currencyNumeric ?? null };
}
