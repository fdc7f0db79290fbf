import { parseArgs } from 'node:util';
import type { WorldPlan } from '#testkit/sim/run-world.ts';

/** Longer histories find nothing more, and a world this long still fits into memory a hundred times. */
const MOST_SALES = 10_000;

export interface SimOptions {
  sales: number;
  seed: number;
  tills: number;
  /** How many seeds, from `seed` on, are each given so many sales. */
  seeds: number;
  /** How many of the run's worlds were lived through before: a run that was ended goes on where it was. */
  skip: number;
}

const USAGE = 'npm run test:sim -- --sales N --seed S [--tills T] [--seeds K] [--skip W]';

/** Reads what USAGE says; throws when that is not what stands there. */
export function readSimOptions(args: readonly string[]): SimOptions {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: { sales: text, seed: text, tills: text, seeds: text, skip: text },
  });
  const { sales = '2000', seed = '1', tills = '3', seeds = '1', skip = '0' } = values;
  return { sales: whole(sales), seed: whole(seed), tills: whole(tills), seeds: whole(seeds), skip: whole(skip, 0) };
}

function whole(text: string, least = 1): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least) {
    throw new Error(`${text} is no whole number from ${String(least)}: ${USAGE}`);
  }
  return value;
}

/**
 * The worlds that make up a run. A run of many sales is many worlds, each with a seed of its own that follows from the
 * run's: the first world of a seed is that seed itself, so that one that breaks can be run alone.
 */
export function planWorlds({ sales, seed, tills, seeds, skip }: SimOptions): WorldPlan[] {
  const all = Array.from({ length: seeds }, (_, at) => worldsOfSeed(seed + at, { sales, tills })).flat();
  if (skip >= all.length) {
    throw new Error(`no world is left of ${String(all.length)}: --skip ${String(skip)}`);
  }
  return all.slice(skip);
}

function worldsOfSeed(seed: number, { sales, tills }: Pick<SimOptions, 'sales' | 'tills'>): WorldPlan[] {
  const count = Math.ceil(sales / MOST_SALES);
  return Array.from({ length: count }, (_, at) => ({
    seed: seed + at * 1_000_003,
    sales: Math.min(MOST_SALES, sales - at * MOST_SALES),
    tills,
  }));
}
