import { type Amount, amountOf, Decimal, sum } from '#core/money/money.ts';

/** How many of each note and coin lie there, as typed: by its value, digits only. */
export type Counts = Readonly<Record<Amount, string>>;

/** What the counted notes and coins come to. */
export function countedAmount(counts: Counts, currency: string): Amount {
  const worth = Object.entries(counts).map(([value, typed]) =>
    new Decimal(value).times(/^\d+$/.test(typed) ? typed : '0'),
  );
  return amountOf(sum(worth), currency);
}
