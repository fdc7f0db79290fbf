import { type Amount, Decimal } from '#core/money/money.ts';

/** So many notes or coins of one value. */
export interface Pieces {
  value: Amount;
  count: number;
}

/**
 * Change in the fewest notes and coins, largest first. Works for any set, also for one where taking the largest first
 * is not best (1, 3, 4: 6 is 3 + 3). Null when the denominations cannot make it, for an amount below zero, and for one
 * so large in an odd set that trying would keep the cashier waiting.
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

/** Amounts that are tried one by one, in the smallest unit of the set: a few hundredths of a second. */
const MOST_TRIED = 1_000_000;

/**
 * Fewest pieces by trying: for odd sets, and for coins without a unit. Of the largest piece so many are set aside as
 * the fewest pieces surely hold: as many smaller ones as the largest is worth always hold some that are worth a whole
 * number of the largest, and that would be fewer. Null when what is left is still too much to try.
 */
function searched(wanted: number, units: readonly number[]): number[] | null {
  const [largest, second = 0] = units;
  if (largest === undefined) {
    return wanted === 0 ? [] : null;
  }
  const aside = Math.max(0, Math.floor((wanted - largest * second) / largest));
  const rest = wanted - aside * largest;
  const counts = rest > MOST_TRIED ? null : tried(rest, units);
  return counts?.map((count, index) => (index === 0 ? count + aside : count)) ?? null;
}

/** Fewest pieces for each amount from 1 up to the wanted one, from those for the amounts before it. */
function tried(wanted: number, units: readonly number[]): number[] | null {
  const none = wanted + 1;
  const fewest = new Uint32Array(wanted + 1).fill(none, 1);
  const lastPiece = new Uint16Array(wanted + 1);
  for (let amount = 1; amount <= wanted; amount += 1) {
    units.forEach((unit, index) => {
      const count = (fewest[amount - unit] ?? none) + 1;
      if (count < (fewest[amount] ?? none)) {
        fewest[amount] = count;
        lastPiece[amount] = index;
      }
    });
  }
  if (fewest[wanted] === none) {
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
