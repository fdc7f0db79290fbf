/** How long one run of something takes, in milliseconds. */
export interface Timing {
  median: number;
  p95: number;
}

/** Runs `work` again and again, after a warm-up, and times each run by the clock that is handed in (milliseconds). */
export function measure(work: () => void, runs: number, clock: () => number): Timing {
  for (let run = 0; run < runs / 5; run += 1) {
    work();
  }
  const times = Array.from({ length: runs }, () => {
    const begun = clock();
    work();
    return clock() - begun;
  }).sort((a, b) => a - b);
  return { median: at(times, 0.5), p95: at(times, 0.95) };
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
