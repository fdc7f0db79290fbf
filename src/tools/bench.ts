import { performance } from 'node:perf_hooks';
import type { Figure } from './bench/figure.ts';
import { pricingBench } from './bench/pricing-bench.ts';
import { scanBench } from './bench/scan-bench.ts';

/** `npm run bench`: how fast the till's own code is on this machine, each row as a ratio to the first of its table. */

const clock = () => performance.now();
report('pricing', pricingBench(clock));
report('scanning', scanBench(clock));

function report(title: string, figures: readonly Figure[]): void {
  const wide = Math.max(...figures.map((figure) => figure.name.length));
  console.log(`\n${title.padEnd(wide)}   median ms      p95 ms    ratio`);
  for (const { name, against, timing } of figures) {
    const base = figures.find((figure) => figure.name === against)?.timing.median ?? timing.median;
    console.log(
      `${name.padEnd(wide)} ${told(timing.median)} ${told(timing.p95)} ${(timing.median / base).toFixed(2).padStart(8)}`,
    );
  }
}

function told(ms: number): string {
  return ms.toFixed(4).padStart(11);
}
