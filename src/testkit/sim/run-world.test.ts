import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sizeOf } from '../size.ts';
import { runWorld, type WorldReport } from './run-world.ts';
import { SeededRandom } from './seeded-random.ts';
import { makeShopTemplate, type ShopTemplate } from './sim-server.ts';
import { WORLD_START } from './sim-shop.ts';
import { Timeline } from './timeline.ts';

const NOTHING = { lost: [], doubled: [], gaps: [], unbalanced: [], other: [] };
const SALES = sizeOf('WORLD_SALES', { small: 250, nightly: 500 });

let template: ShopTemplate;

beforeAll(async () => {
  template = await makeShopTemplate(WORLD_START);
}, 120_000);

afterAll(() => {
  template.remove();
});

describe('whatever the weather of a world', () => {
  // `npm run test:sim` goes on where these end.
  test.each([101, 102, 103, 104])(
    'nothing is lost, doubled, missing or out of balance: seed %i',
    async (seed) => {
      const report = await runWorld({ seed, sales: SALES, tills: 3 }, template.file);
      expect(report.broken).toEqual(NOTHING);
      expect(report.sales).toBeGreaterThanOrEqual(SALES);
    },
    300_000,
  );

  test('it goes wrong in many ways: crashes, lost requests, machines that are one register, older servers', async () => {
    const reports: WorldReport[] = [];
    for (const seed of [1, 2, 14]) {
      reports.push(await runWorld({ seed, sales: 300, tills: 3 }, template.file));
    }
    const sum = (pick: (report: WorldReport) => number) => reports.reduce((all, each) => all + pick(each), 0);
    expect(sum(({ crashes }) => crashes)).toBeGreaterThan(20);
    expect(sum(({ dropped }) => dropped)).toBeGreaterThan(50);
    expect(sum(({ clones }) => clones)).toBeGreaterThan(0);
    expect(sum(({ restores }) => restores)).toBeGreaterThan(0);
  }, 300_000);

  test('the same seed is the same world, to the last request', async () => {
    const plan = { seed: 9, sales: 120, tills: 2 };
    expect(await runWorld(plan, template.file)).toEqual(await runWorld(plan, template.file));
  }, 120_000);
});

describe('chance by a seed', () => {
  test('comes again with the same seed and not with another', () => {
    const first = new SeededRandom(5);
    const again = new SeededRandom(5);
    const numbers = Array.from({ length: 100 }, () => first.next());
    expect(Array.from({ length: 100 }, () => again.next())).toEqual(numbers);
    expect(new SeededRandom(6).next()).not.toBe(numbers[0]);
    expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
  });

  test('a fork does not depend on what is drawn after it', () => {
    const one = new SeededRandom(5);
    const other = new SeededRandom(5);
    const fork = one.fork();
    one.next();
    expect(fork.next()).toBe(other.fork().next());
  });
});

describe('the time of a world', () => {
  test('goes from one thing to the next, in order, and does not do what was called off', () => {
    const timeline = new Timeline(1_000);
    const done: string[] = [];
    timeline.after(30, () => done.push(`late at ${String(timeline.now)}`));
    const stop = timeline.after(20, () => done.push('never'));
    timeline.after(10, () => {
      done.push(`early at ${String(timeline.now)}`);
      timeline.after(0, () => done.push('at once'));
    });
    timeline.after(10, () => done.push('same moment'));
    stop();
    while (timeline.step(1_100)) {
      // Each step does one thing.
    }
    expect(done).toEqual(['early at 1010', 'same moment', 'at once', 'late at 1030']);
    expect(timeline.now).toBe(1_100);
  });

  test('stands in for the timers of the process, and gives them back', () => {
    const timeline = new Timeline(0);
    const real = globalThis.setTimeout;
    const giveBack = timeline.takeOverTimers();
    const done: string[] = [];
    setTimeout(() => done.push('a'), 5);
    clearTimeout(setTimeout(() => done.push('b'), 6));
    giveBack();
    expect(globalThis.setTimeout).toBe(real);
    timeline.step();
    timeline.step();
    expect(done).toEqual(['a']);
  });
});
