import { performance } from 'node:perf_hooks';
import { type Figure, pricingBench } from './bench/pricing-bench.ts';

/** `npm run bench`: how fast the till's own code is on this machine, and against what it cannot do without. */

const figures = pricingBench(() => performance.now());
const wide = Math.max(...figures.map((figure) => figure.name.length));
console.log(`${'pricing'.padEnd(wide)}   median ms      p95 ms   × bare`);
for (const figure of figures) {
  const { name, timing } = figure;
  console.log(`${name.padEnd(wide)} ${told(timing.median)} ${told(timing.p95)} ${ratio(figure)}`);
}

function told(ms: number): string {
  return ms.toFixed(4).padStart(11);
}

function ratio({ against, timing }: Figure): string {
  const bare = figures.find((each) => each.name === against);
  return bare === undefined ? '' : (timing.median / bare.timing.median).toFixed(2).padStart(8);
}
