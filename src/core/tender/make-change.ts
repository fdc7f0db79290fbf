import { type Amount, Decimal } from '#core/money/money.ts';

/** So many notes or coins of one value. */
export interface Pieces {
  value: Amount;
  count: number;
}

/**
 * Change in the fewest notes and coins, largest first; null when the denominations cannot make it, and for an amount
 * below zero. Works for any set, also for one where taking the largest first is not best (1, 3, 4: 6 is 3 + 3).
 */
export function makeChange(amount: Amount, denominations: readonly Amount[]): Pieces[] | null {
  const step = new Decimal(10).pow(
    -Math.max(...[amount, ...denominations].map((value) => new Decimal(value).decimalPlaces())),
  );
  const unitsOf = (value: Amount) => new Decimal(value).div(step).toNumber();
  const values = [...new Set(denominations)].sort((a, b) => unitsOf(b) - unitsOf(a));
  // Where the smallest coin is 0.05, counting in fives keeps the set one for which the largest first is best.
  const unit = values.map(unitsOf).reduce(greatestDivisor, 0) || 1;
  const units = values.map((value) => unitsOf(value) / unit);
  const wanted = unitsOf(amount) / unit;
  if (wanted < 0 || !Number.isInteger(wanted)) {
    return null;
  }
  const counts = greedyIsBest(units) ? greedy(wanted, units) : searched(wanted, units);
  return (
    counts?.map((count, index) => ({ value: values[index] ?? '', count })).filter((pieces) => pieces.count > 0) ?? null
  );
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}

/** Takes as many of the largest as fit, then of the next; null when something is left at the end. */
function greedy(wanted: number, units: readonly number[]): number[] | null {
  let left = wanted;
  const counts = units.map((unit) => {
    const count = Math.floor(left / unit);
    left -= count * unit;
    return count;
  });
  return left === 0 ? counts : null;
}

/**
 * Pearson's test (2005): if greedy is not always best, the smallest amount that shows it is one of these few
 * candidates, made from the greedy change of one less than a denomination.
 */
function greedyIsBest(units: readonly number[]): boolean {
  if (units.at(-1) !== 1) {
    return false;
  }
  for (const upper of units.slice(0, -1)) {
    const below = greedy(upper - 1, units) ?? [];
    for (let last = 0; last < units.length; last += 1) {
      const candidate = below.map((count, index) => (index < last ? count : Number(index === last) * (count + 1)));
      const amount = candidate.reduce((sum, count, index) => sum + count * (units[index] ?? 0), 0);
      if (pieces(candidate) < pieces(greedy(amount, units) ?? [])) {
        return false;
      }
    }
  }
  return true;
}

function pieces(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Fewest pieces by trying every amount below the wanted one once: for odd sets, and for coins without a unit. */
function searched(wanted: number, units: readonly number[]): number[] | null {
  const fewest: number[] = [0];
  const lastPiece: number[] = [0];
  for (let amount = 1; amount <= wanted; amount += 1) {
    fewest[amount] = Infinity;
    units.forEach((unit, index) => {
      const count = (fewest[amount - unit] ?? Infinity) + 1;
      if (count < (fewest[amount] ?? Infinity)) {
        fewest[amount] = count;
        lastPiece[amount] = index;
      }
    });
  }
  if (fewest[wanted] === Infinity) {
    return null;
  }
  const counts = units.map(() => 0);
  for (let left = wanted; left > 0;) {
    const index = lastPiece[left] ?? 0;
    counts[index] = (counts[index] ?? 0) + 1;
    left -= units[index] ?? left;
  }
  return counts;
}
