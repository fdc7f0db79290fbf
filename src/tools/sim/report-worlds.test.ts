import { describe, expect, test } from 'vitest';
import { planWorlds, readSimOptions } from './plan-worlds.ts';
import { describeBroken, lastLine, SimProgress, SimTotals } from './report-worlds.ts';

const whole = { lost: [], doubled: [], gaps: [], unbalanced: [], other: [] };
const report = { sales: 10, crashes: 2, dropped: 3, restores: 0, clones: 0, broken: whole };

describe('what a run of the simulator is asked for', () => {
  test('is whole numbers from 1, with words about anything else', () => {
    expect(readSimOptions(['--sales', '500', '--seed', '9'])).toEqual({
      sales: 500,
      seed: 9,
      tills: 3,
      seeds: 1,
      skip: 0,
    });
    for (const bad of [
      ['--sales', '0'],
      ['--seed', 'x'],
      ['--tills', '1.5'],
      ['--skip', '0.5'],
    ]) {
      expect(() => readSimOptions(bad)).toThrow('no whole number');
    }
    expect(() => readSimOptions(['--salse', '1'])).toThrow('--salse');
  });

  test('is one world for each ten thousand sales, and the first world of a seed is that seed', () => {
    const plans = planWorlds({ sales: 25_000, seed: 4, tills: 2, seeds: 2, skip: 0 });
    expect(plans.map(({ sales }) => sales)).toEqual([10_000, 10_000, 5_000, 10_000, 10_000, 5_000]);
    expect([plans[0]?.seed, plans[3]?.seed]).toEqual([4, 5]);
    expect(new Set(plans.map(({ seed }) => seed)).size).toBe(6);
    expect(planWorlds({ sales: 25_000, seed: 4, tills: 2, seeds: 2, skip: 4 })).toEqual(plans.slice(4));
    expect(() => planWorlds({ sales: 25_000, seed: 4, tills: 2, seeds: 2, skip: 6 })).toThrow('no world is left');
  });
});

describe('what a run of the simulator says', () => {
  const options = { sales: 10, seed: 7, tills: 3, seeds: 1, skip: 0 };

  test('ends with all figures in one line', () => {
    const totals = new SimTotals();
    totals.add({ report });
    totals.add({ report });
    expect(totals.isWhole).toBe(true);
    expect(lastLine(options, totals)).toBe(
      'sim: 20 sales, 3 tills, 4 crashes, 6 dropped; lost 0, doubled 0, gaps 0, unbalanced 0, seed 7',
    );
  });

  test('tells after each world how far it is, and from where to go on without leaving one out', () => {
    const totals = new SimTotals();
    const plans = planWorlds({ sales: 10, seed: 5, tills: 3, seeds: 3, skip: 0 });
    const progress = new SimProgress(plans, 20);
    const told = [1, 0, 2].map((at) => {
      totals.add({ report });
      const plan = plans[at];
      return plan === undefined ? '' : progress.line(plan, totals);
    });
    expect(told).toEqual([
      '1 of 3 worlds (seed 6): 10 sales, 2 crashes, nothing broken, to go on: --skip 20',
      '2 of 3 worlds (seed 5): 20 sales, 4 crashes, nothing broken, to go on: --skip 22',
      '3 of 3 worlds (seed 7): 30 sales, 6 crashes, nothing broken',
    ]);
  });

  test('names what broke, the seed that broke it and how to see it again', () => {
    const totals = new SimTotals();
    const message = { report: { ...report, broken: { ...whole, lost: ['a sale'], other: ['a till'] } } };
    totals.add(message);
    totals.add({ failed: 'out of memory' });
    expect(totals.isWhole).toBe(false);
    expect(lastLine(options, totals)).toContain('lost 1, doubled 0, gaps 0, unbalanced 0, otherwise broken 2');
    const told = describeBroken({ seed: 7, sales: 10, tills: 3 }, message).join('\n');
    expect(told).toContain('lost: a sale');
    expect(told).toContain('npm run test:sim -- --sales 10 --seed 7 --tills 3');
  });
});
