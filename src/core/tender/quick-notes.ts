import { type Amount, amountOf, Decimal } from '#core/money/money.ts';

/** How many amounts are suggested beside the exact one. */
const SUGGESTIONS = 3;

/** More pieces of one kind than this are a handful that nobody counts out on a counter. */
const MOST_PIECES = 10;

/**
 * What a customer is likely to hand over for `due`: the next whole multiples of the notes and coins in use, smallest
 * first, each once, the exact amount left out (it has its own button). Pieces of which it would take a handful are not
 * suggested, so that what counts as small change follows from the amount, in any currency; the largest always are.
 */
export function quickNotes(due: Amount, denominations: readonly Amount[], currency: string): Amount[] {
  const exact = new Decimal(due);
  if (exact.isZero()) {
    return [];
  }
  const pieces = denominations.map((value) => new Decimal(value));
  const largest = Decimal.max(0, ...pieces);
  const handy = pieces.filter((piece) => piece.equals(largest) || piece.times(MOST_PIECES).greaterThanOrEqualTo(exact));
  const handed = handy.map((piece) => exact.div(piece).ceil().times(piece)).filter((each) => each.greaterThan(exact));
  const distinct = [...new Map(handed.map((amount) => [amount.toFixed(), amount])).values()];
  distinct.sort((a, b) => a.comparedTo(b));
  return distinct.slice(0, SUGGESTIONS).map((amount) => amountOf(amount, currency));
}
