import { type Amount, amountOf, Decimal } from '#core/money/money.ts';

/** How many amounts are suggested beside the exact one. */
const SUGGESTIONS = 3;

/**
 * What a customer is likely to hand over for `left`: the next whole multiples of the notes in use, smallest first,
 * each once, the exact amount left out (it has its own button). Coins are not suggested.
 */
export function quickNotes(left: Amount, denominations: readonly Amount[], currency: string): Amount[] {
  const due = new Decimal(left);
  if (due.isZero()) {
    return [];
  }
  const notes = denominations.map((value) => new Decimal(value)).filter((value) => value.greaterThanOrEqualTo(1));
  const handed = notes.map((note) => due.div(note).ceil().times(note)).filter((amount) => amount.greaterThan(due));
  const distinct = [...new Map(handed.map((amount) => [amount.toFixed(), amount])).values()];
  distinct.sort((a, b) => a.comparedTo(b));
  return distinct.slice(0, SUGGESTIONS).map((amount) => amountOf(amount, currency));
}
