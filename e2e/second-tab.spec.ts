import { expect } from '@playwright/test';
import { openTill, signIn } from './pages/front-door.ts';
import { PayPage } from './pages/pay-page.ts';
import { SellPage } from './pages/sell-page.ts';
import { sellOnce } from './pages/sell-once.ts';
import { expectArrivedOnce } from './support/arrival.ts';
import { expectAccessible } from './support/checks.ts';
import { test } from './support/test.ts';

test('two tabs: the second says where the till is open, takes over with the open sale, and the first stops', async ({
  page,
  shop,
}) => {
  await openTill(page);
  await new SellPage(page).add('Cola 2 L');

  const other = await page.context().newPage();
  await other.goto(shop.address);
  await expect(other.getByRole('heading', { name: 'This till is open in another tab' })).toBeVisible();
  await expect(new SellPage(page).line('Cola 2 L')).toBeVisible();
  await expectAccessible(other);

  await other.getByRole('button', { name: 'Take over here' }).click();
  await expect(page.getByRole('heading', { name: 'This till is open in another tab' })).toBeVisible();
  await signIn(other);
  await expect(new SellPage(other).line('Cola 2 L')).toBeVisible();
  const number = await sellOnce(other, 'Mineral water 1.5 L');
  await expectArrivedOnce(shop, [number]);
  const [sale] = await shop.sales();
  expect(sale?.items_count).toBe(2);
  await new PayPage(other).nextSale();

  // And back: the first tab has not gone deaf.
  await page.getByRole('button', { name: 'Take over here' }).click();
  await signIn(page);
  const next = await sellOnce(page, 'Cola 2 L');
  await expectArrivedOnce(shop, [number, next]);
});
