import { type BrowserContext, expect, type Page } from '@playwright/test';
import { BACKGROUND_SYNC_TAG } from '#store/browser-host.ts';
import { sizeOf } from '#testkit/size.ts';
import { openTill } from '../pages/front-door.ts';
import { openPage } from '../pages/open-page.ts';
import { sellOnce } from '../pages/sell-once.ts';
import { expectBooksToHold, pullTheLine, putTheLineBack } from '../support/arrival.ts';
import type { LineState } from '../support/line.ts';
import { RobotCashier } from '../support/robot-cashier.ts';
import { seeded } from '../support/seeded.ts';
import { report } from '../support/report.ts';
import { test } from '../support/test.ts';

const PUSH = '/api/v1/pos/sync';
const BAD: LineState[] = ['request lost', 'request cut', 'answer lost', 'answer cut', 'doubled', 'html', 'failing'];

test('each way in which a line can be bad, one after the other: each sale arrives once', async ({ page, shop }) => {
  test.setTimeout(300_000);
  await openTill(page);
  const robot = await RobotCashier.at(page);
  for (const state of BAD) {
    const before = shop.line.met(state);
    shop.line.set(state);
    await robot.sell(3);
    // Whatever the till does about it by itself, it is asked to try once more.
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await expect.poll(() => shop.line.met(state), { timeout: 60_000, message: state }).toBeGreaterThan(before);
    await putTheLineBack(shop, page.context());
    await expect.poll(() => shop.countSales(), { timeout: 60_000, message: state }).toBe(robot.told.length);
  }
  await expectBooksToHold(shop, robot.told);
  report('one bad line after the other', { ways: BAD.length, 'sales told': robot.told.length, lost: 0, doubled: 0 });
});

const MIXED_SALES = sizeOf('MIXED_SALES', { small: 60, nightly: 600 });

test('a line that is bad in all these ways by chance, while the till sells: each sale arrives once', async ({
  page,
  shop,
}) => {
  test.setTimeout(120_000 + MIXED_SALES * 1000);
  const draw = seeded();
  console.log(`line.spec.ts draws from SEED=${String(draw.seed)}`);
  await openTill(page);
  const robot = await RobotCashier.at(page);
  const wrong = () => BAD.reduce((sum, state) => sum + shop.line.met(state), 0);
  shop.line.set(() => (draw.chance(0.3) ? 'up' : draw.oneOf(BAD)));
  // A till that knows its line to be down waits longer and longer; here it is told again and again that it is back.
  const nagging = setInterval(() => {
    page.evaluate(() => window.dispatchEvent(new Event('online'))).catch(() => undefined);
  }, 300);
  await robot.sell(MIXED_SALES);
  // A busy machine asks less often.
  while (wrong() < MIXED_SALES / 4) {
    await robot.sell(5);
  }
  clearInterval(nagging);
  await putTheLineBack(shop, page.context());
  await expectBooksToHold(shop, robot.told);
  report('a bad line by chance', {
    'sales told': robot.told.length,
    'requests that went wrong': wrong(),
    'requests that went well': shop.line.met('up'),
    lost: 0,
    doubled: 0,
    seed: draw.seed,
  });
});

const LATE_MS = sizeOf('LATE_MS', { small: 8000, nightly: 40_000 });
/** Of what the till waits for an answer: 3 seconds in the small size, where a request takes 8; its own 30 of 40 else. */
const PATIENCE_PART = LATE_MS < 40_000 ? 0.1 : 1;

test.describe('a request that is under way for longer than the till waits', () => {
  test.use({ outside: { lateMs: LATE_MS } });

  test('arrives after it was sent again: the sale is there once', async ({ page, shop }) => {
    test.setTimeout(240_000 + LATE_MS);
    await page.addInitScript((part) => {
      const real = AbortSignal.timeout.bind(AbortSignal);
      AbortSignal.timeout = (ms) => real(ms * part);
      // As in a browser that wakes no service worker: that has all of its patience, and would wait until it is answered.
      Object.defineProperty(ServiceWorkerRegistration.prototype, 'sync', { value: undefined });
    }, PATIENCE_PART);
    await page.reload();
    await openTill(page);
    await expect.poll(() => shop.line.arrived(PUSH), { timeout: 60_000 }).toBeGreaterThan(0);
    await expect(page.locator('a[href="/status"]')).toContainText('All sales sent', { timeout: 60_000 });
    const before = { late: shop.line.met('late'), arrived: shop.line.arrived(PUSH) };
    shop.line.set('late');
    const robot = await RobotCashier.at(page);
    await robot.sell(3);
    await expect.poll(() => shop.line.met('late'), { timeout: 60_000 }).toBeGreaterThan(before.late);
    // Until the till has given up on it, by its own clock.
    await expect(page.locator('a[href="/status"]')).toContainText('3 sales kept safe', { timeout: 60_000 + LATE_MS });
    const late = shop.line.met('late') - before.late;
    await putTheLineBack(shop, page.context());
    await expectBooksToHold(shop, robot.told);
    // And then the first ones arrive after all.
    await expect
      .poll(() => shop.line.arrived(PUSH), { timeout: 60_000 + 2 * LATE_MS })
      .toBeGreaterThan(before.arrived + late);
    await expectBooksToHold(shop, robot.told);
    report('requests late', { 'late by ms': LATE_MS, requests: late, 'sales told': 3, lost: 0, doubled: 0 });
  });
});

test('the page is closed, then the line comes back: the browser wakes the service worker, which sends by itself', async ({
  machine,
  shop,
}) => {
  test.setTimeout(180_000);
  const { context } = await machine.start();
  const page = await openPage(context, shop);
  await openTill(page);
  await pullTheLine(shop, context);
  const number = await sellOnce(page, 'Cola 2 L');
  // What follows the sale, the asking to be woken, is over when the browser knows of it.
  await expect.poll(() => askedToBeWoken(page), { timeout: 60_000 }).toBeGreaterThan(0);
  await context.newPage();
  await page.close();
  expect(await shop.countSales()).toBe(0);
  await putTheLineBack(shop, context);
  await wakeServiceWorker(context, shop.address);
  await expectBooksToHold(shop, [number]);
  report('service worker alone', { 'sales told': 1, lost: 0, doubled: 0 });
});

/**
 * The browser wakes the service worker as when a machine is connected again. By itself it goes by the machine's real
 * connection, which is never gone here: it may have woken the worker in vain, and does so only every five minutes.
 */
async function wakeServiceWorker(context: BrowserContext, address: string): Promise<void> {
  const [window] = context.pages();
  if (window === undefined) {
    throw new Error('A browser without a window has nobody to tell it anything.');
  }
  const session = await context.newCDPSession(window);
  const known = new Promise<string>((resolve) => {
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const ours = registrations.find(({ scopeURL, isDeleted }) => scopeURL.startsWith(address) && !isDeleted);
      if (ours !== undefined) {
        resolve(ours.registrationId);
      }
    });
  });
  await session.send('ServiceWorker.enable');
  const wakeUp = { origin: new URL(address).origin, registrationId: await known, tag: BACKGROUND_SYNC_TAG };
  await session.send('ServiceWorker.dispatchSyncEvent', { ...wakeUp, lastChance: false });
}

/** How many wake-ups the browser owes the service worker. */
function askedToBeWoken(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    const sync: unknown = Reflect.get(registration, 'sync');
    const tags = (sync as { getTags: () => Promise<string[]> }).getTags();
    return (await tags).length;
  });
}
