import { expect, type Page } from '@playwright/test';
import { connectToDemoShop, openDrawer, signIn } from './pages/front-door.ts';
import { signInToOfficePage } from './pages/office-page.ts';
import { PayPage } from './pages/pay-page.ts';
import { sellOnce } from './pages/sell-once.ts';
import { SellPage } from './pages/sell-page.ts';
import { expectArrivedOnce } from './support/arrival.ts';
import { expectAccessible, expectFingerSized, expectNoSideScroll, expectReadable } from './support/checks.ts';
import { test } from './support/test.ts';

const NARROW = { width: 320, height: 640 };
const TABLET = { width: 1280, height: 800 };

/** A screen as it is, in the light and in the dark, on a tablet and on the smallest phone. */
async function lookAround(page: Page, sizes = [TABLET, NARROW]): Promise<void> {
  for (const size of sizes) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await expectAccessible(page);
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    await expectReadable(page);
    await expectFingerSized(page);
    await expectNoSideScroll(page);
  }
  await page.setViewportSize(TABLET);
}

test('every screen of the till can be read, reached and touched by everybody', async ({ page }) => {
  test.setTimeout(180_000);
  const visit = (name: string) => test.step(name, () => lookAround(page));

  await expect(page.getByRole('button', { name: 'Try the demo shop' })).toBeVisible();
  await visit('set up');
  await page.getByRole('button', { name: 'Try the demo shop' }).click();
  await expect(page.getByText('Yes, it can.')).toBeVisible({ timeout: 30_000 });
  await visit('ready');
  await page.getByRole('button', { name: 'Start selling' }).click();
  await expect(page.getByText('Who are you?')).toBeVisible();
  await visit('who are you');
  await page.getByRole('button', { name: 'Tamara Clarke' }).click();
  await expect(page.getByLabel('PIN of Tamara Clarke')).toBeVisible();
  await visit('PIN');
  await page.getByRole('button', { name: 'Someone else' }).click();
  await signIn(page);
  await expect(page.getByRole('heading', { name: 'Open the drawer' })).toBeVisible();
  await visit('open the drawer');
  await page.getByRole('button', { name: 'Count notes and coins' }).click();
  await visit('count the drawer');
  await page.getByRole('button', { name: 'Type the amount' }).click();
  await openDrawer(page);
  await visit('sell, empty');
});

test('so can the screens of a sale', async ({ page }) => {
  test.setTimeout(180_000);
  const visit = (name: string) => test.step(name, () => lookAround(page));
  await connectToDemoShop(page);
  await signIn(page);
  await openDrawer(page);

  const sell = new SellPage(page);
  const pay = new PayPage(page);
  await sell.add('Cola 2 L');
  await sell.add('Mineral water 1.5 L');
  await sell.scan('4006381333931');
  await expect(sell.misses).toHaveCount(1);
  await visit('sell');
  const line = await sell.choose('Cola 2 L');
  await line.getByRole('button', { name: 'Discount on Cola 2 L' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await visit('discount');
  await page.getByRole('button', { name: 'Close' }).click();
  await line.getByRole('button', { name: 'Quantity 1, change' }).click();
  await visit('quantity');
  await page.getByRole('button', { name: 'Close' }).click();
  await sell.sale.getByRole('button', { name: 'Customer' }).click();
  await visit('customer');
  await page.getByRole('button', { name: 'Close' }).click();
  await sell.sale.getByRole('button', { name: 'Note' }).click();
  await visit('note');
  await page.getByRole('button', { name: 'Close' }).click();
  await page.setViewportSize(NARROW);
  await page.getByRole('button', { name: /^Show the sale/ }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await test.step('sale on a phone', () => lookAround(page, [NARROW]));
  await page.getByRole('button', { name: /^Dismiss the scan/ }).click();
  await sell.pay();
  await visit('pay, cash');
  await pay.choose('Card');
  await visit('pay, card');
  await pay.choose('Yappy');
  await visit('pay, reference');
  await pay.choose('Cash');
  await pay.received.fill('20');
  await pay.complete.click();
  await expect(pay.paid).toBeVisible();
  await visit('done');
  await pay.nextSale();
  await page.getByRole('link', { name: 'Cash' }).click();
  await expect(page.getByText('Should be in the drawer')).toBeVisible();
  await visit('cash');
  await page.getByRole('link', { name: 'Sell' }).click();
  await sell.pill.click();
  await expect(page.getByRole('heading', { name: 'Send status' })).toBeVisible();
  await visit('send status');
});

test('so can the office', async ({ page, shop }) => {
  test.setTimeout(180_000);
  const visit = (name: string) => test.step(name, () => lookAround(page));
  await connectToDemoShop(page);
  await signIn(page);
  await openDrawer(page);
  const number = await sellOnce(page, 'Cola 2 L');
  await expectArrivedOnce(shop, [number]);

  await page.goto(`${shop.address}/office`);
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await visit('sign in');
  await signInToOfficePage(page, shop.address);
  await expect(page.getByText(number).first()).toBeVisible();
  await visit('sales');
  await page.getByText(number).first().click();
  await expect(page.getByText('PURCHASE').first()).toBeVisible();
  await visit('one sale');
  await page.getByRole('link', { name: 'Registers' }).click();
  await expect(page.getByText('Caja 1').first()).toBeVisible();
  await visit('registers');
  await page.getByRole('link', { name: 'Attention' }).click();
  await expect(page.getByRole('heading', { name: 'Attention' })).toBeVisible();
  await visit('attention');
});
