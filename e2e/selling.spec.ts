import { expect } from '@playwright/test';
import { openTill } from './pages/front-door.ts';
import { signInToOfficePage } from './pages/office-page.ts';
import { PayPage } from './pages/pay-page.ts';
import { SellPage } from './pages/sell-page.ts';
import { sellOnce } from './pages/sell-once.ts';
import { expectArrivedOnce } from './support/arrival.ts';
import { test } from './support/test.ts';

const COLA = { name: 'Cola 2 L', barcode: '7451007000181' };
const WATER = { name: 'Mineral water 1.5 L', barcode: '7451006000151' };

test('a sale for cash: scanned, paid with a note, its change shown, and kept by the server', async ({ page, shop }) => {
  await openTill(page);
  const sell = new SellPage(page);
  const pay = new PayPage(page);
  await sell.scan(COLA.barcode);
  await sell.scan(COLA.barcode);
  await sell.scan(WATER.barcode);
  await expect(sell.line(COLA.name)).toContainText('2 × 2.50');
  // 5.00 at 7 %, and 0.62 of basic food without tax.
  await expect(sell.payButton).toContainText('5.97');

  await sell.pay();
  await pay.received.fill('10');
  await expect(pay.complete).toContainText('change $4.03');
  await pay.complete.click();
  const number = await pay.number();
  await expect(page.getByText('$4.03')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Notes and coins to hand out' })).toContainText('4 × 1.00');

  await expectArrivedOnce(shop, [number]);
  const [sale] = await shop.sales();
  expect(sale).toMatchObject({ total_amount: 5.97, items_count: 2, status: 'completed' });
  expect(sale?.payments).toMatchObject([{ payment_method: 'cash', amount: 5.97 }]);
});

test('by keyboard alone: scan, F12, the exact amount with Enter, and the next scan begins the next sale', async ({
  page,
  shop,
}) => {
  await openTill(page);
  const sell = new SellPage(page);
  const pay = new PayPage(page);
  await sell.scan(COLA.barcode);
  await expect(sell.line(COLA.name)).toBeVisible();
  await page.keyboard.press('F12');
  await expect(pay.received).toBeFocused();
  await page.keyboard.press('Enter');
  const first = await pay.number();

  await sell.scan(WATER.barcode);
  await expect(sell.line(WATER.name)).toBeVisible();
  await expect(sell.lines).toHaveCount(1);
  await page.keyboard.press('F12');
  await expect(pay.received).toBeFocused();
  await page.keyboard.press('Enter');
  const second = await pay.number();

  expect(second).not.toBe(first);
  await expectArrivedOnce(shop, [first, second]);
});

test('part by card and the rest in cash', async ({ page, shop }) => {
  await openTill(page);
  const sell = new SellPage(page);
  const pay = new PayPage(page);
  await sell.add('Coffee beans 340 g');
  await sell.pay();
  await pay.choose('Card');
  await page.getByRole('textbox', { name: 'Amount' }).fill('5');
  await page.getByRole('button', { name: 'Visa' }).click();
  await page.getByRole('textbox', { name: 'Last 4 digits' }).fill('4242');
  await page.getByRole('textbox', { name: 'Authorization code' }).fill('A1B2C3');
  await page.getByRole('button', { name: /^Take this by card/ }).click();
  // 7.95 and 7 % of it are 8.51.
  await expect(page.getByRole('list', { name: 'Taken so far' })).toContainText('4242');
  await pay.choose('Cash');
  await pay.exact.click();
  await expectArrivedOnce(shop, [await pay.number()]);
  const [sale] = await shop.sales();
  expect(sale?.payments).toMatchObject([
    { payment_method: 'card', amount: 5 },
    { payment_method: 'cash', amount: 3.51 },
  ]);
});

test('pressing Complete twice makes one sale', async ({ page, shop }) => {
  await openTill(page);
  const sell = new SellPage(page);
  const pay = new PayPage(page);
  await sell.scan(COLA.barcode);
  await sell.pay();
  await pay.complete.dblclick();
  await expectArrivedOnce(shop, [await pay.number()]);

  await pay.nextSale();
  await sell.scan(WATER.barcode);
  await sell.pay();
  await pay.received.press('Enter');
  await page.keyboard.press('Enter');
  // The second Enter came while the sale was being written down, or began the next one: never a second sale.
  await expect(pay.paid.or(sell.search)).toBeVisible();
  await expect.poll(async () => (await shop.sales()).length).toBe(2);
});

test('the key that completed the sale, held on, does not take its change away', async ({ page }) => {
  await openTill(page);
  const sell = new SellPage(page);
  const pay = new PayPage(page);
  await sell.scan(COLA.barcode);
  await sell.pay();
  await pay.received.fill('5');
  await page.keyboard.down('Enter');
  await expect(page.getByRole('button', { name: 'New sale' })).toBeEnabled();
  // A key that is down already repeats.
  await page.keyboard.down('Enter');
  await page.keyboard.up('Enter');
  await expect(pay.paid).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(sell.search).toBeVisible();
});

test('quantities, a removed line and a discount within the limit can be given and taken back', async ({ page }) => {
  await openTill(page);
  const sell = new SellPage(page);
  await sell.add(COLA.name);
  await sell.add(WATER.name);
  const cola = await sell.choose(COLA.name);
  await cola.getByRole('button', { name: 'One more: Cola 2 L' }).click();
  await expect(cola).toContainText('2 × 2.50');

  await cola.getByRole('button', { name: 'Remove Cola 2 L' }).click();
  await expect(sell.line(COLA.name)).toHaveCount(0);
  await sell.sale.getByRole('button', { name: 'Undo' }).first().click();
  await expect(sell.line(COLA.name)).toContainText('2 × 2.50');

  await sell.sale.getByRole('button', { name: 'Discount', exact: true }).last().click();
  await page.getByRole('textbox', { name: /^You may give up to/ }).fill('5');
  await page.getByRole('button', { name: 'Give the discount' }).click();
  await expect(sell.sale.getByText('Discounts')).toBeVisible();
  // 5 % off 5.62 is 0.28, 0.25 of it on the cola; tax is taken of what is left of the cola: 7 % of 4.75.
  await expect(sell.payButton).toContainText('5.67');
});

test('the office shows a sale with its tender and its ledger', async ({ page, shop }) => {
  await openTill(page);
  const number = await sellOnce(page, COLA.name);
  await expectArrivedOnce(shop, [number]);
  await signInToOfficePage(page, shop.address);
  await page.getByText(number).first().click();
  await expect(page.getByText(COLA.name).first()).toBeVisible();
  await expect(page.getByText('PURCHASE').first()).toBeVisible();
});

test('promotions take their share off by themselves, and the office says which took what', async ({ page, shop }) => {
  await openTill(page);
  const sell = new SellPage(page);
  const pay = new PayPage(page);
  for (const _piece of [1, 2, 3]) {
    await sell.scan(COLA.barcode);
  }
  await sell.add('Natural yogurt, pack of 4');
  // Three colas at 2.50 for the price of two, 1.32 less a fifth, and 7 % of the 6.06 that are left.
  await expect(sell.payButton).toContainText('6.48');
  await sell.pay();
  await pay.exact.click();
  const number = await pay.number();
  await expectArrivedOnce(shop, [number]);

  await signInToOfficePage(page, shop.address);
  await page.getByText(number).first().click();
  // The ledger below names the goods too.
  const lines = page.getByRole('table', { name: 'Lines' });
  await expect(lines.getByRole('row', { name: COLA.name })).toContainText('3 for 2 · −2.50');
  await expect(lines.getByRole('row', { name: 'Natural yogurt' })).toContainText('−20 % · −0.26');
  await page.getByRole('link', { name: 'Attention' }).click();
  await expect(page.getByText('Nothing needs a look')).toBeVisible();
});

test('by keyboard alone: after a weight was typed, the next name is typed at once', async ({ page }) => {
  await openTill(page);
  const sell = new SellPage(page);
  await sell.search.focus();
  await page.keyboard.type('bananas', { delay: 80 });
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByRole('textbox')).toBeFocused();
  await page.keyboard.type('0.5', { delay: 80 });
  await page.keyboard.press('Enter');
  await expect(sell.line('Bananas')).toContainText('0.500 kg');
  await expect(sell.search).toBeFocused();
});
