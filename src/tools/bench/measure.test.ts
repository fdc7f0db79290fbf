import { expect, test } from 'vitest';
import { measure } from './measure.ts';

/** A clock that shows these times one after the other. */
function clockOf(times: readonly number[]): () => number {
  const left = [...times];
  return () => left.shift() ?? 0;
}

test('the median and the slowest but a twentieth are those of the runs, the warm-up left out', () => {
  let runs = 0;
  // Ten runs that take 1 to 10 milliseconds, in some order.
  const clock = clockOf([3, 9, 1, 10, 2, 5, 8, 4, 7, 6].flatMap((took, index) => [index * 100, index * 100 + took]));
  expect(measure(() => (runs += 1), 10, clock)).toEqual({ median: 6, p95: 10 });
  expect(runs).toBe(12);
});
