import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { connectToDemoShop, openDrawer, openTill, signIn } from './pages/front-door.ts';
import { PayPage } from './pages/pay-page.ts';
import { SellPage } from './pages/sell-page.ts';
import { ringUpSketchedSale } from './pages/sketched-sale.ts';
import { expectArrivedOnce } from './support/arrival.ts';
import { expectAccessible, expectFingerSized, expectNoSideScroll } from './support/checks.ts';
import { test } from './support/test.ts';

test('promotions stand on tiles, lines and in the totals to the cent, and arrive at the server', async ({
  page,
  shop,
}) => {
  await openTill(page);
  const sell = new SellPage(page);
  const pay = new PayPage(page);
  await expect(sell.tile('Cola 2 L')).toContainText('3 for 2');
  await expect(sell.tile('Natural yogurt')).toContainText('−20 %');
  await expect(sell.tile('Extra virgin olive oil')).toContainText('9 left');

  await ringUpSketchedSale(sell);
  await expect(sell.line('Cola 2 L')).toContainText('5.00');
  await expect(sell.line('Cola 2 L')).toContainText('3 for 2 −2.50');
  await expect(sell.line('Natural yogurt')).toContainText('2.11');
  await expect(sell.line('Natural yogurt')).toContainText('−20 % −0.53');
  await expect(sell.line('Tomatoes on the vine')).toContainText('0.780 kg × 2.49');
  await expect(sell.figure('Subtotal · 8 items')).toHaveText('22.88');
  await expect(sell.figure('Promotions')).toHaveText('−3.03');
  // 7 % of 5.00 for the cola, 8.95 for the oil and 2.11 for the yogurt is 1.1242; basic food is without tax.
  await expect(sell.figure('ITBMS 7 %')).toHaveText('1.12');
  await expect(sell.figure(/^Total/)).toHaveText('20.97');
  await expect(sell.figure('Discounts')).toHaveCount(0);

  await sell.pay();
  const taken = page.locator('dl > div');
  await expect(taken.filter({ hasText: 'Promotions' })).toContainText('−3.03');
  await expect(taken.filter({ hasText: 'Discounts' })).toHaveCount(0);
  await pay.exact.click();
  await expectArrivedOnce(shop, [await pay.number()]);
  const [sale] = await shop.sales();
  expect(sale).toMatchObject({ total_amount: 20.97, status: 'completed' });
  // The office reads Spanish here.
  const [pricing] = await shop.pricing();
  expect(pricing?.promotions).toEqual([
    { promotion_id: 'demo-cola-3x2', amount: '2.50', name: '3×2' },
    { promotion_id: 'demo-yogurt', amount: '0.53', name: '−20 %' },
  ]);
});

test('how a total comes about is told by keyboard alone, line by line, and can be saved for support', async ({
  page,
}) => {
  await openTill(page);
  const sell = new SellPage(page);
  await ringUpSketchedSale(sell);
  const ask = sell.sale.getByRole('button', { name: 'How this total comes about' });
  await ask.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'How this total comes about' });
  const step = (name: string) => dialog.locator('dl > div').filter({ hasText: name });
  await expect(step('5 lines at their shelf price')).toContainText('22.88');
  await expect(step('3 for 2')).toContainText('−2.50');
  await expect(step('ITBMS 7 % of 16.06')).toContainText('1.1242 exactly, rounded');
  await expect(step('Total')).toContainText('20.97');

  const cola = dialog.locator('summary').filter({ hasText: 'Cola 2 L' });
  await expect(dialog.locator('summary')).toHaveCount(5);
  while (!(await cola.evaluate((summary) => summary === document.activeElement))) {
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await expect(step('3 × 2.50')).toContainText('7.50');
  await expect(step('3 for 2 · 1 free')).toContainText('−2.50');
  await expect(step('ITBMS 7 % of 5.00')).toContainText('0.35');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await expectAccessible(page);
  }
  await expectFingerSized(page);
  await expectNoSideScroll(page);

  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Save for support' }).press('Enter');
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^mostrador-support-[0-9a-f-]{36}\.json$/);
  const saved: unknown = JSON.parse(readFileSync(await file.path(), 'utf8'));
  expect(saved).toMatchObject({ kind: 'mostrador-support', figures: { total: '20.97', promotions: '3.03' } });
  await expect(dialog.getByText(/^Saved as mostrador-support/)).toBeVisible();

  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(ask).toBeFocused();
});

test('one line tells its own amount, from a phone as well', async ({ page }) => {
  await openTill(page);
  const sell = new SellPage(page);
  await ringUpSketchedSale(sell);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('button', { name: /^Show the sale/ }).click();
  const line = await sell.choose('Tomatoes on the vine');
  await line.getByRole('button', { name: /how this amount comes about/ }).click();
  const dialog = page.getByRole('dialog', { name: 'How this amount comes about: Tomatoes on the vine' });
  await expect(dialog.locator('dl > div').first()).toContainText('0.780 kg × 2.491.9422 exactly, rounded1.94');
  await expectFingerSized(page);
  await dialog.getByRole('button', { name: 'The whole sale' }).click();
  await expect(page.getByRole('dialog', { name: 'How this total comes about' })).toBeVisible();
});

test('a discount that is held at the lowest price says so before it is given', async ({ page }) => {
  await openTill(page);
  const sell = new SellPage(page);
  await sell.add('Extra virgin olive oil 1 L');
  const line = await sell.choose('Extra virgin olive oil 1 L');
  await line.getByRole('button', { name: 'Discount on Extra virgin olive oil 1 L' }).click();
  const typed = page.getByRole('textbox', { name: /^You may give up to/ });
  const held = page.getByText('Held at the lowest price of 7.90; no discount goes below it.');
  await typed.fill('5');
  await expect(page.getByText('−0.45')).toBeVisible();
  await expect(held).toBeHidden();
  await typed.fill('20');
  await expect(page.getByText('−1.05')).toBeVisible();
  await expect(held).toBeVisible();
  await expectAccessible(page);
});

test('a promotion whose hours begin while the till stands open shows without a reload', async ({ page }) => {
  // Connected on whatever day it is, for a till does not begin with a clock that differs from the server's; then it is
  // a Friday in Panama, and nearly six in the evening.
  await connectToDemoShop(page);
  await page.clock.install({ time: '2026-11-20T22:58:00.000Z' });
  await page.reload();
  await signIn(page);
  await openDrawer(page);
  const sell = new SellPage(page);
  await page.clock.pauseAt('2026-11-20T22:59:50.000Z');
  await sell.search.fill('French stick');
  await expect(sell.tile('French stick')).toContainText('40 left');
  await page.clock.runFor(11_000);
  await expect(sell.tile('French stick')).toContainText('6–8 pm −30 %');
  await sell.add('French stick');
  await expect(sell.line('French stick')).toContainText('6–8 pm −30 % −0.23');
});
