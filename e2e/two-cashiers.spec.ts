import { expect } from '@playwright/test';
import { CASHIER, openTill, signIn } from './pages/front-door.ts';
import { PayPage } from './pages/pay-page.ts';
import { SellPage } from './pages/sell-page.ts';
import { sellOnce } from './pages/sell-once.ts';
import { expectArrivedOnce, pullTheLine, putTheLineBack } from './support/arrival.ts';
import { test } from './support/test.ts';
import { demoStaff } from '#server/demo/people.ts';

const COLA = '7451007000181';

test('what one cashier sold without a line is sent while another one is there, each sale under the name of who made it', async ({
  page,
  shop,
}) => {
  const other = demoStaff.find(({ name, role }) => role === 'cashier' && name !== CASHIER.name);
  if (other === undefined) {
    throw new Error('The demo shop has one cashier only.');
  }
  await openTill(page);
  await pullTheLine(shop, page.context());
  const first = await sellOnce(page, 'Cola 2 L');
  await new PayPage(page).nextSale();
  await page.getByRole('button', { name: 'Lock' }).click();
  await page.getByRole('button', { name: 'Someone else' }).click();
  await signIn(page, other);
  await new SellPage(page).scan(COLA);
  await putTheLineBack(shop, page.context());
  await expectArrivedOnce(shop, [first]);

  // The other one's till speaks Spanish.
  await page.getByRole('button', { name: /^(Pay|Cobrar)/ }).click();
  await page.getByRole('button', { name: /^(Exact|Exacto)/ }).click();
  await expect.poll(async () => (await shop.sales()).length).toBe(2);
  const sales = await shop.sales();
  expect(sales.map(({ cashier }) => cashier.name)).toEqual([CASHIER.name, other.name]);
});
