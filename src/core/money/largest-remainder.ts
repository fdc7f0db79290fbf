/**
 * Cuts each of the numerators to whole divisors, counted from below, and gives the units that are left over to the
 * largest remainders, ties to the earlier. The shares sum to `units`. Whole numbers all along, so nothing is rounded and
 * comparing remainders is exact.
 * Throws RangeError when there is more or less to give than one unit for each: then `units` is not the sum, rounded.
 */
export function largestRemainder(units: bigint, numerators: readonly bigint[], divisor: bigint): bigint[] {
  const parts = numerators.map((numerator, index) => {
    const inner = numerator / divisor;
    const remainder = numerator % divisor;
    return remainder < 0n
      ? { index, share: inner - 1n, remainder: remainder + divisor }
      : { index, share: inner, remainder };
  });
  let left = parts.reduce((rest, part) => rest - part.share, units);
  if (left < 0n || left > BigInt(parts.length)) {
    throw new RangeError('the units are not the rounded sum of the parts');
  }
  const byRemainder = [...parts].sort((a, b) =>
    a.remainder === b.remainder ? a.index - b.index : a.remainder < b.remainder ? 1 : -1,
  );
  for (const part of byRemainder) {
    if (left === 0n) {
      break;
    }
    part.share += 1n;
    left -= 1n;
  }
  return parts.map((part) => part.share);
}
