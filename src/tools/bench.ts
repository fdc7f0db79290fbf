import { performance } from 'node:perf_hooks';
import { findPostgres } from '#testkit/find-postgres.ts';
import { drainBench, type DrainFigure } from './bench/drain-bench.ts';
import type { Figure } from './bench/figure.ts';
import { pricingBench } from './bench/pricing-bench.ts';
import { scanBench } from './bench/scan-bench.ts';

/**
 * `npm run bench`: how fast the till's own code is on this machine, and how fast a till empties its journal into the
 * server, each row as a ratio to the first of its table. `npm run bench -- draining` runs one table; SALES says of how
 * many sales the draining is.
 */

const clock = () => performance.now();
const wanted = process.argv.slice(2);
const isWanted = (table: string) => wanted.length === 0 || wanted.includes(table);
if (isWanted('pricing')) {
  report('pricing', pricingBench(clock));
}
if (isWanted('scanning')) {
  report('scanning', scanBench(clock));
}
if (isWanted('draining')) {
  const sales = Number(process.env['SALES'] ?? 2_000);
  reportDrain('SQLite', await drainBench('sqlite', sales));
  if (findPostgres() === null) {
    console.log('\ndraining to PostgreSQL: there is none on this machine');
  } else {
    reportDrain('PostgreSQL', await drainBench('postgres', sales));
  }
}

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

/** Times of the processor and of the wall are per sale, in milliseconds; heaps in MiB, before and after. */
function reportDrain(database: string, figures: readonly DrainFigure[]): void {
  const title = `draining to ${database}`;
  const wide = Math.max(title.length, ...figures.map((figure) => figure.name.length));
  const [bare] = figures;
  console.log(
    `\n${title.padEnd(wide)}  sales/s  ratio  push ms (p50, p95)  till CPU  server CPU     till heap   server heap`,
  );
  for (const { name, sales, ms, pushes, cpu, heap } of figures) {
    const sorted = pushes.toSorted((a, b) => a - b);
    const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1).padStart(9);
    const ratio = ms / sales / ((bare?.ms ?? ms) / (bare?.sales ?? sales));
    const mebibytes = ([before, after]: [number, number]) =>
      [before, after]
        .map((bytes) => (bytes / 1024 / 1024).toFixed(1))
        .join(' → ')
        .padStart(13);
    console.log(
      `${name.padEnd(wide)} ${Math.round((sales / ms) * 1000)
        .toString()
        .padStart(8)} ${ratio.toFixed(2).padStart(6)} ` +
        `${at(0.5)} ${at(0.95)} ${(cpu.till / sales).toFixed(3).padStart(9)} ${(cpu.server / sales).toFixed(3).padStart(11)} ` +
        `${mebibytes(heap.till)} ${mebibytes(heap.server)}`,
    );
  }
}
