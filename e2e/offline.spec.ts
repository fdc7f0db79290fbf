import { expect } from '@playwright/test';
import { openTill, signInIfAsked } from './pages/front-door.ts';
import { PayPage } from './pages/pay-page.ts';
import { SellPage } from './pages/sell-page.ts';
import { sellOnce } from './pages/sell-once.ts';
import { sendNow } from './pages/status-page.ts';
import { expectArrivedOnce, pullTheLine, putTheLineBack } from './support/arrival.ts';
import { test } from './support/test.ts';

const GOODS = ['Cola 2 L', 'Mineral water 1.5 L', 'Ground coffee 250 g'];

test('without a line, after a reload: three sales, and all of them arrive once it is back', async ({ page, shop }) => {
  await openTill(page);
  const online = await sellOnce(page, 'Apple juice 1 L');
  await new PayPage(page).nextSale();
  await pullTheLine(shop, page.context());
  await page.reload();
  await signInIfAsked(page);

  const sell = new SellPage(page);
  const numbers = [online];
  for (const name of GOODS) {
    numbers.push(await sellOnce(page, name));
    await new PayPage(page).nextSale();
  }
  await expect(sell.pill).toContainText('3 sales kept safe');

  await putTheLineBack(shop, page.context());
  await expectArrivedOnce(shop, numbers);
  await expect(sell.pill).toContainText('All sales sent');
});

test('a browser that calls itself offline, as some do behind a private network, is believed only until the server answers', async ({
  page,
  shop,
}) => {
  await page.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, 'onLine', { get: () => false });
  });
  await openTill(page);
  const number = await sellOnce(page, 'Cola 2 L');
  await new PayPage(page).nextSale();
  await expectArrivedOnce(shop, [number]);
  await expect(new SellPage(page).pill).toContainText('All sales sent');
  await pullTheLine(shop, page.context());
  await expect(new SellPage(page).pill).toContainText('Offline');
});

test('an open sale, without a line, survives a reload with everything that was on it', async ({ page, shop }) => {
  await openTill(page);
  const sell = new SellPage(page);
  await sell.add('Cola 2 L');
  await pullTheLine(shop, page.context());
  await sell.add('Mineral water 1.5 L');
  await sell.scan('4006381333931');
  await expect(sell.misses).toHaveCount(1);
  await page.reload();
  await signInIfAsked(page);
  await expect(sell.line('Cola 2 L')).toBeVisible();
  await expect(sell.line('Mineral water 1.5 L')).toBeVisible();
  await expect(sell.misses).toContainText('4006381333931');
});

test('the answer is lost on the way back: the sale is sent again and is there once', async ({ page, shop }) => {
  await openTill(page);
  await expect.poll(() => shop.line.arrived('/api/v1/pos/sync')).toBeGreaterThan(0);
  shop.line.set('answer lost');
  const before = shop.line.arrived('/api/v1/pos/sync');
  const number = await sellOnce(page, 'Cola 2 L');
  await expect.poll(() => shop.line.arrived('/api/v1/pos/sync')).toBeGreaterThan(before);
  await expect(page.locator('a[href="/status"]')).toContainText('1 sale');

  shop.line.set('up');
  await sendNow(page);
  await expect(page.getByText('Everything has arrived at the server')).toBeVisible();
  await expectArrivedOnce(shop, [number]);
});

test('the server restarts in the middle of the day: nothing is asked of the cashier', async ({ page, shop }) => {
  await openTill(page);
  const first = await sellOnce(page, 'Cola 2 L');
  await expectArrivedOnce(shop, [first]);
  await shop.restart();
  await new PayPage(page).nextSale();
  const second = await sellOnce(page, 'Mineral water 1.5 L');
  await expectArrivedOnce(shop, [first, second]);
});
