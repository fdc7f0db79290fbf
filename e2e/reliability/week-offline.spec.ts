import { type CDPSession, expect, type Page } from '@playwright/test';
import { Decimal } from '#core/money/money.ts';
import { sizeOf } from '#testkit/size.ts';
import { connectToDemoShop, openDrawer, signIn, signInIfAsked } from '../pages/front-door.ts';
import { SellPage } from '../pages/sell-page.ts';
import { expectBooksToHold, putTheLineBack } from '../support/arrival.ts';
import { RobotCashier } from '../support/robot-cashier.ts';
import { DAY_MS, shiftClock } from '../support/shifted-clock.ts';
import { report } from '../support/report.ts';
import { test } from '../support/test.ts';
import { chainFaults, readJournal } from '../support/till-journal.ts';

const SALES = sizeOf('WEEK_SALES', { small: 140, nightly: 2000 });
const DAYS = 7;

test('a week without a line: every sale is on the till, and all of them arrive once when it is back', async ({
  machine,
  shop,
}) => {
  test.setTimeout(180_000 + SALES * 1000);
  const { context } = await machine.start();
  const page = await context.newPage();
  await page.setViewportSize({ width: 1280, height: 800 });
  const clock = await shiftClock(page);
  await page.goto(shop.address);
  await connectToDemoShop(page);
  // From here on, a week ago, there is no line.
  shop.line.set('down');
  await clock.shift(-DAYS * DAY_MS);
  await page.reload();
  await signIn(page);
  await openDrawer(page);

  const session = await context.newCDPSession(page);
  const robot = await RobotCashier.at(page);
  const heaps: number[] = [];
  for (let day = 0; day < DAYS; day += 1) {
    await clock.shift((day - DAYS) * DAY_MS);
    await robot.sell(Math.ceil((SALES * (day + 1)) / DAYS) - robot.told.length);
    heaps.push(await heapMegabytes(session));
  }
  const paces = robot.toldAt.slice(1).map((at, place) => at - (robot.toldAt[place] ?? 0));

  // The morning after: the till starts anew, still without a line, and knows all of it.
  await clock.shift(0);
  const started = performance.now();
  await page.reload();
  await signInIfAsked(page);
  const startedMs = performance.now() - started;
  const journal = await readJournal(page);
  expect(chainFaults(journal)).toEqual([]);
  const sales = journal.flatMap((event) => (event.type === 'sale.completed' ? [event] : []));
  expect(sales.map(({ body }) => body.transaction_number)).toEqual(robot.told);
  expect(new Set(sales.map((sale) => sale.business_date)).size).toBe(DAYS);
  const sum = sales.reduce((total, { body }) => total.plus(body.totals.total_amount), new Decimal(0));
  await expectOnlyHere(page, { count: SALES, sum });

  const backAt = performance.now();
  await putTheLineBack(shop, context);
  await expectBooksToHold(shop, robot.told);
  const drainedMs = performance.now() - backAt;
  await expect(page.getByText('Everything has arrived at the server')).toBeVisible();
  report('a week without a line', {
    'sales told': robot.told.length,
    lost: 0,
    doubled: 0,
    'MB of heap by day': heaps.map((heap) => heap.toFixed(1)).join(' '),
    'ms a sale, first fifty': median(paces.slice(0, 50)),
    'ms a sale, last fifty': median(paces.slice(-50)),
    'ms to start with all of it': Math.round(startedMs),
    'ms until all had arrived': Math.round(drainedMs),
  });
  // What is sold is not kept in the page.
  const [first = 0] = heaps;
  expect(heaps.at(-1)).toBeLessThan(first + 8);
});

/** The pill and the page behind it both say how many and how much. */
async function expectOnlyHere(page: Page, { count, sum }: { count: number; sum: Decimal }): Promise<void> {
  const shown = count.toLocaleString('en-US');
  const amount = sum.toNumber().toLocaleString('en-US', { style: 'currency', currency: 'USD' });
  const { pill } = new SellPage(page);
  await expect(pill).toContainText(new RegExp(`(${shown}|${String(count)}) sales`));
  await pill.click();
  await expect(page.getByRole('main')).toContainText(amount);
  await expect(page.getByRole('main')).toContainText(new RegExp(`(${shown}|${String(count)}) sales`));
}

async function heapMegabytes(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0) / 2 ** 20;
}

function median(values: readonly number[]): number {
  return Math.round([...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0);
}
