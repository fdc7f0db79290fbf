import { expect, type Page } from '@playwright/test';
import { connectWithCode, openDrawer, openTill, signIn } from './pages/front-door.ts';
import { PayPage } from './pages/pay-page.ts';
import { SellPage } from './pages/sell-page.ts';
import { sellOnce } from './pages/sell-once.ts';
import { openStatus, sendNow } from './pages/status-page.ts';
import { expectArrivedOnce, pullTheLine, putTheLineBack } from './support/arrival.ts';
import { expectAccessible } from './support/checks.ts';
import type { Shop } from './support/shop.ts';
import { test } from './support/test.ts';

/** A till that gets the code of another register. */

const MINE = 'demo-t01';
const OTHER = 'demo-t02';

/** Another device becomes the register that this page is. */
async function takeItsPlace(page: Page, shop: Shop): Promise<void> {
  const code = await shop.enrolmentCode(MINE);
  const taken = await page.request.post(`${shop.address}/api/v1/pos/enrolments`, { data: { code } });
  expect(taken.status()).toBe(201);
}

/** The page that asks for a code, as the send status offers it. */
async function openSetup(page: Page): Promise<void> {
  await openStatus(page);
  await page.getByRole('link', { name: 'Make it another register' }).click();
}

test('it stays what it is while it holds sales or somebody is at one, and the code stays good', async ({
  page,
  shop,
}) => {
  await openTill(page);
  await pullTheLine(shop, page.context());
  const number = await sellOnce(page, 'Cola 2 L');
  await new PayPage(page).nextSale();
  shop.line.set('up');
  await takeItsPlace(page, shop);
  await putTheLineBack(shop, page.context());
  await sendNow(page);
  await page.getByRole('link', { name: 'Enter a code' }).first().click();
  const code = await shop.enrolmentCode(OTHER);
  await connectWithCode(page, code);
  await expect(page.getByRole('alert')).toContainText('this till still holds sales');
  await expectAccessible(page);

  await connectWithCode(page, await shop.enrolmentCode(MINE));
  await expect(page.getByText('Yes, it can.')).toBeVisible({ timeout: 30_000 });
  await expectArrivedOnce(shop, [number]);

  await page.getByRole('button', { name: 'Start selling' }).click();
  await new SellPage(page).add('Cola 2 L');
  await openSetup(page);
  await connectWithCode(page, code);
  await expect(page.getByRole('alert')).toContainText('a sale is open on this till');
  await page.getByRole('button', { name: 'Start selling' }).click();
  await expect(new SellPage(page).line('Cola 2 L')).toBeVisible();
});

test('with nothing left to send it becomes the other one, from the sign-in on', async ({ page, shop }) => {
  await openTill(page);
  const before = await sellOnce(page, 'Cola 2 L');
  await new PayPage(page).nextSale();
  await expectArrivedOnce(shop, [before]);
  await openSetup(page);
  await connectWithCode(page, await shop.enrolmentCode(OTHER));
  await expect(page.getByText('Caja 2', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Start selling' }).click();
  await signIn(page);
  await expect(page.getByRole('heading', { name: 'Open the drawer' })).toBeVisible();
  await openDrawer(page);
  const after = await sellOnce(page, 'Mineral water 1.5 L');
  expect(after).toContain('T02');
  await expectArrivedOnce(shop, [before, after]);
});
