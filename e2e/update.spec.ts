import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Page } from '@playwright/test';
import { openTill, signInIfAsked } from './pages/front-door.ts';
import { PayPage } from './pages/pay-page.ts';
import { sellOnce } from './pages/sell-once.ts';
import { SellPage } from './pages/sell-page.ts';
import { expectArrivedOnce, pullTheLine, putTheLineBack } from './support/arrival.ts';
import { buildLaterApp } from './support/built-app.ts';
import { expectAccessible } from './support/checks.ts';
import { test } from './support/test.ts';

const BUILT = fileURLToPath(new URL('../dist', import.meta.url));

// A whole app is built and stored several times here.
test.setTimeout(240_000);

let later: string;
let broken: string;

test.beforeAll(async () => {
  test.setTimeout(240_000);
  later = await buildLaterApp('globalThis.mostradorIsNewer = true;');
  broken = await buildLaterApp('throw new Error("broken on purpose");');
});
test.afterAll(() => {
  [later, broken].forEach((folder) => rmSync(folder, { recursive: true, force: true }));
});

/** A till that has been open for a while: its first moments are over, and its clock is the test's. */
async function openForAWhile(page: Page): Promise<void> {
  await page.clock.install();
  await page.reload();
  await openTill(page);
  // Whoever has connected a till has its service worker in control at the next start.
  await page.reload();
  await signInIfAsked(page);
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state)).toBe('activated');
  await page.clock.runFor(70_000);
}

/** What the browser does at the hourly look, and when the window comes to the front. */
async function lookForUpdate(page: Page): Promise<void> {
  await page.clock.runFor(61_000);
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await expect
    .poll(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting?.state), {
      timeout: 90_000,
    })
    .toBe('installed');
  await page.clock.runFor(16_000);
}

/** Marks the page, so that a reload is seen. */
async function mark(page: Page): Promise<() => Promise<boolean>> {
  await page.evaluate(() => Object.assign(window, { sameAsBefore: true }));
  return () => page.evaluate(() => 'sameAsBefore' in window);
}

const isNewer = (page: Page) => page.evaluate(() => 'mostradorIsNewer' in globalThis).catch(() => false);
const offer = (page: Page) => page.getByRole('button', { name: 'Update now' });

test('a newer app waits through the sale, the payment and the change, is offered between two sales, and what the old one had not sent arrives', async ({
  page,
  shop,
}) => {
  await openForAWhile(page);
  const sell = new SellPage(page);
  const pay = new PayPage(page);
  const isSame = await mark(page);
  await sell.add('Cola 2 L');
  await shop.restart(later);
  await lookForUpdate(page);
  await pullTheLine(shop, page.context());

  // In the middle of a sale, even if nobody touches the till for a while.
  await page.clock.runFor(5 * 60_000);
  await expect(sell.line('Cola 2 L')).toBeVisible();
  await expect(offer(page)).toBeHidden();
  // In the middle of the payment.
  await sell.pay();
  await page.clock.runFor(5 * 60_000);
  await expect(page.getByText('Left to pay')).toBeVisible();
  await pay.exact.click();
  // While the change is being counted.
  const number = await pay.number();
  await page.clock.runFor(5 * 60_000);
  expect(await pay.number()).toBe(number);
  expect(await isSame()).toBe(true);

  await pay.nextSale();
  await expect(offer(page)).toBeVisible();
  await expectAccessible(page);
  await expect(sell.pill).toContainText('1 sale');
  await offer(page).click();
  await expect.poll(() => isNewer(page), { timeout: 60_000 }).toBe(true);
  await signInIfAsked(page);

  await putTheLineBack(shop, page.context());
  await expectArrivedOnce(shop, [number]);
  const next = await sellOnce(page, 'Mineral water 1.5 L');
  await expectArrivedOnce(shop, [number, next]);
});

test('a till that is left alone between two sales is renewed by itself, not while a question is open', async ({
  page,
  shop,
}) => {
  await openForAWhile(page);
  const isSame = await mark(page);
  await shop.restart(later);
  await lookForUpdate(page);
  await expect(offer(page)).toBeVisible();
  await page.keyboard.press('Shift');
  // A minute is no while.
  await page.clock.runFor(60_000);
  expect(await isSame()).toBe(true);
  await page.clock.runFor(3 * 60_000);
  await expect.poll(() => isNewer(page), { timeout: 60_000 }).toBe(true);
  await signInIfAsked(page);
  await sellOnce(page, 'Cola 2 L');
});

test('a sale that begins as the newer app takes its place goes on in the old one; the next load is the new one', async ({
  page,
  shop,
}) => {
  await openForAWhile(page);
  const isSame = await mark(page);
  await shop.restart(later);
  await lookForUpdate(page);
  await new SellPage(page).add('Cola 2 L');
  // As another window of this till would do it.
  await page.evaluate(async () => {
    (await navigator.serviceWorker.getRegistration())?.waiting?.postMessage({ type: 'SKIP_WAITING' });
  });
  await expect
    .poll(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting ?? null))
    .toBeNull();
  await page.clock.runFor(30_000);
  expect(await isSame()).toBe(true);
  // Parts of the old app that were not needed yet are still to be had, without a line.
  await pullTheLine(shop, page.context());
  const old = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => name)
      .filter((name) => name.includes('/assets/')),
  );
  expect(await page.evaluate((urls) => Promise.all(urls.map(async (url) => (await fetch(url)).ok)), old)).not.toContain(
    false,
  );
  const pay = new PayPage(page);
  await new SellPage(page).pay();
  await pay.exact.click();
  const number = await pay.number();
  await pay.nextSale();
  await offer(page).click();
  await expect.poll(() => isNewer(page), { timeout: 60_000 }).toBe(true);
  await putTheLineBack(shop, page.context());
  await expectArrivedOnce(shop, [number]);
});

test('a second window that does not sell follows at once, and sells with the newer app', async ({ page, shop }) => {
  await openForAWhile(page);
  const other = await page.context().newPage();
  await other.goto(shop.address);
  await expect(other.getByRole('heading', { name: 'This till is open in another tab' })).toBeVisible();
  await page.bringToFront();
  await shop.restart(later);
  await lookForUpdate(page);
  await offer(page).click();
  await expect.poll(() => isNewer(page), { timeout: 60_000 }).toBe(true);
  await expect.poll(() => isNewer(other), { timeout: 60_000 }).toBe(true);
});

test('a newer app that does not come up is given up after three tries: the old one sells', async ({ page, shop }) => {
  await openForAWhile(page);
  await shop.restart(broken);
  await lookForUpdate(page);
  await offer(page).click();
  await expect(page.locator('main')).toHaveCount(0);
  await page.reload();
  await page.reload();
  await expect(page.locator('main')).toHaveCount(0);
  await page.reload();
  await signInIfAsked(page);
  const number = await sellOnce(page, 'Cola 2 L');
  await expectArrivedOnce(shop, [number]);

  // A release that mends it is taken like any other.
  await new PayPage(page).nextSale();
  await shop.restart(later);
  await page.clock.runFor(70_000);
  await lookForUpdate(page);
  await offer(page).click();
  await expect.poll(() => isNewer(page), { timeout: 60_000 }).toBe(true);
});

test('a newer app of which a part is not what it should be is not taken; the till sells on with the old one', async ({
  page,
  shop,
}) => {
  const spoilt = mkdtempSync(join(tmpdir(), 'mostrador-spoilt-app-'));
  cpSync(later, spoilt, { recursive: true });
  // What a hotel's front page is to a till: 200, and not ours. Files of the same name are in the browser's own cache.
  const [name] = readdirSync(join(later, 'assets')).filter((file) => !existsSync(join(BUILT, 'assets', file)));
  if (name !== undefined) {
    writeFileSync(join(spoilt, 'assets', name), '<!doctype html><title>Welcome, please sign in</title>');
  }
  await openForAWhile(page);
  await shop.restart(spoilt);
  await page.clock.runFor(61_000);
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    const found = new Promise<void>((resolve) => {
      registration?.addEventListener('updatefound', () => {
        registration.installing?.addEventListener('statechange', ({ target }) => {
          if (target instanceof ServiceWorker && target.state === 'redundant') {
            resolve();
          }
        });
      });
    });
    window.dispatchEvent(new Event('focus'));
    await found;
  });
  await expect(offer(page)).toBeHidden();
  await pullTheLine(shop, page.context());
  await page.reload();
  await signInIfAsked(page);
  const number = await sellOnce(page, 'Cola 2 L');
  await putTheLineBack(shop, page.context());
  await expectArrivedOnce(shop, [number]);

  // Whole at last, it is found by the same page: a failed try is not the last one.
  await new PayPage(page).nextSale();
  await shop.restart(later);
  await page.clock.runFor(70_000);
  await lookForUpdate(page);
  await expect(offer(page)).toBeVisible();
  rmSync(spoilt, { recursive: true, force: true });
});

test('an app that is too old for its server sells on, says so, and what it sold arrives with the newer one', async ({
  page,
  shop,
}) => {
  await openForAWhile(page);
  const refusal = { code: 'POS-9109', type: 'TOO_OLD', message: '', details: {} };
  await page.context().route('**/api/v1/pos/sync', (route) => route.fulfill({ status: 426, json: { error: refusal } }));
  const number = await sellOnce(page, 'Cola 2 L');
  await new PayPage(page).nextSale();
  await expect(page.getByText('This Mostrador is too old for its server')).toBeVisible();
  await expect(new SellPage(page).pill).toContainText('1 sale');
  expect(await shop.sales()).toEqual([]);
  await shop.restart(later);
  await lookForUpdate(page);
  await page.context().unroute('**/api/v1/pos/sync');
  await offer(page).click();
  await expect.poll(() => isNewer(page), { timeout: 60_000 }).toBe(true);
  await expectArrivedOnce(shop, [number]);
});
