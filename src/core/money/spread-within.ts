import { allocate } from './allocate.ts';
import { Decimal, sum } from './money.ts';

/** One that takes a share: what it is worth, and the most it can take, in whole units. Neither is below zero. */
export interface Taker {
  worth: Decimal;
  room: Decimal;
}

interface PlacedTaker extends Taker {
  index: number;
}

const ZERO = new Decimal(0);

/**
 * Spreads `amount`, a whole number of `unit` and not below zero, by worth and largest remainder, ties to the earlier.
 * Nobody gets more than its room: what does not fit is spread over the others by the same rule. The shares sum to the
 * amount, or to all the room there is when that is less. Who is worth nothing gets nothing.
 */
export function spreadWithin(amount: Decimal, unit: Decimal, takers: readonly Taker[]): Decimal[] {
  const shares = takers.map(() => ZERO);
  let open = takers
    .map((taker, index): PlacedTaker => ({ worth: taker.worth, room: taker.room, index }))
    .filter((taker) => taker.worth.greaterThan(0));
  const rest = { amount, worth: sum(open.map((taker) => taker.worth)) };
  const isMoreThanAll = amount.greaterThan(rest.worth);
  if (open.some((taker) => (isMoreThanAll || taker.room.lessThan(taker.worth)) && isTooMuch(taker, rest))) {
    const isFull = fillTightest(open, rest);
    open.filter(isFull).forEach((taker) => {
      shares[taker.index] = taker.room;
    });
    open = open.filter((taker) => !isFull(taker));
  }
  if (open.length === 0 || rest.amount.isZero()) {
    return shares;
  }
  const parts = allocate(
    rest.amount,
    unit,
    open.map((taker) => taker.worth),
  );
  open.forEach((taker, place) => {
    shares[taker.index] = parts[place] ?? ZERO;
  });
  return shares;
}

/**
 * Fills those who have the least room for what they are worth, until what is left fits the others; `rest` becomes
 * what is left. Whoever is filled leaves more to the others, so going by tightness finds all of them in one walk.
 */
function fillTightest(
  open: readonly PlacedTaker[],
  rest: { amount: Decimal; worth: Decimal },
): (taker: PlacedTaker) => boolean {
  const full = new Set<number>();
  const byTightness = open.map((taker) => ({ taker, tightness: taker.room.div(taker.worth) }));
  byTightness.sort((a, b) => a.tightness.comparedTo(b.tightness));
  for (const { taker } of byTightness) {
    if (!isTooMuch(taker, rest)) {
      break;
    }
    full.add(taker.index);
    rest.amount = rest.amount.minus(taker.room);
    rest.worth = rest.worth.minus(taker.worth);
  }
  return (taker) => full.has(taker.index);
}

function isTooMuch(taker: Taker, rest: { amount: Decimal; worth: Decimal }): boolean {
  return rest.amount.times(taker.worth).greaterThan(taker.room.times(rest.worth));
}
