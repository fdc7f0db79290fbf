import { expect, type Page } from '@playwright/test';
import { CASHIER, connectToDemoShop, connectWithCode, openTill } from './pages/front-door.ts';
import { PayPage } from './pages/pay-page.ts';
import { SellPage } from './pages/sell-page.ts';
import { test } from './support/test.ts';

const COLA = { name: 'Cola 2 L', barcode: '7451007000181' };

async function tillWithCola(page: Page): Promise<SellPage> {
  await openTill(page);
  const sell = new SellPage(page);
  await sell.scan(COLA.barcode);
  await expect(sell.line(COLA.name)).toBeVisible();
  return sell;
}

test('scans: an unknown code and a misread one are red rows that must be dealt with before paying', async ({
  page,
}) => {
  const sell = await tillWithCola(page);
  await sell.scan('4006381333931');
  await sell.scan('7451007000182');
  await expect(sell.misses.filter({ hasText: '4006381333931' })).toContainText('No product has this code.');
  await expect(sell.misses.filter({ hasText: '7451007000182' })).toContainText('Misread: the code does not add up.');
  await expect(sell.lines).toHaveCount(1);

  await sell.payButton.click();
  await expect(page.getByText('2 scans have not been dealt with.')).toBeVisible();
  await page.getByRole('button', { name: 'Dismiss the scan 4006381333931' }).click();
  await page.getByRole('button', { name: 'Dismiss the scan 7451007000182' }).click();
  await sell.pay();
});

test('quantities that cannot be: each is refused in words and the line stays as it was', async ({ page }) => {
  const sell = await tillWithCola(page);
  const line = await sell.choose(COLA.name);
  const refusals: [string, string][] = [
    ['0', 'The quantity must be above zero.'],
    ['-1', 'The quantity must be above zero.'],
    ['1000000000', 'That quantity is too large.'],
    ['1e9', '“1e9” is not a quantity.'],
    ['abc', '“abc” is not a quantity.'],
    ['1.5', '“1.5” has too many decimals.'],
  ];
  await line.getByRole('button', { name: 'Quantity 1, change' }).click();
  const dialog = page.getByRole('dialog');
  const field = dialog.getByRole('textbox', { name: 'Quantity' });
  for (const [typed, refusal] of refusals) {
    await field.fill(typed);
    await field.press('Enter');
    await expect(dialog.getByRole('alert'), typed).toContainText(refusal);
  }
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(sell.line(COLA.name)).toContainText('1 × 2.50');
});

test('discounts of 101 % and of 5.01 % are refused, on a line and on the sale; nothing is changed', async ({
  page,
}) => {
  const sell = await tillWithCola(page);
  const line = await sell.choose(COLA.name);
  const openers = [
    line.getByRole('button', { name: 'Discount on Cola 2 L' }),
    sell.sale.getByRole('button', { name: 'Discount', exact: true }).last(),
  ];
  for (const opener of openers) {
    await opener.click();
    const dialog = page.getByRole('dialog');
    const field = dialog.getByRole('textbox', { name: /^You may give up to/ });
    await field.fill('101');
    await field.press('Enter');
    await expect(dialog.getByRole('alert')).toContainText('more than there is to take off');
    await field.fill('5.01');
    await field.press('Enter');
    await expect(dialog.getByRole('alert')).toContainText('needs a supervisor');
    await field.fill('abc');
    await field.press('Enter');
    await expect(dialog.getByRole('alert')).toContainText('is not a discount');
    await dialog.getByRole('button', { name: 'Close' }).click();
  }
  await expect(sell.payButton).toContainText('2.68');
});

test('cash below the total cannot complete the sale', async ({ page, shop }) => {
  const sell = await tillWithCola(page);
  const pay = new PayPage(page);
  await sell.pay();
  await pay.received.fill('2');
  await expect(page.getByText('$0.68 missing')).toBeVisible();
  await expect(pay.complete).toBeDisabled();
  await pay.received.press('Enter');
  await pay.received.fill('twelve');
  await expect(page.getByText('“twelve” is not an amount.')).toBeVisible();
  await expect(pay.complete).toBeDisabled();
  expect(await shop.sales()).toEqual([]);
});

test('a full card number is never taken; nothing of it is kept on the device', async ({ page }) => {
  const sell = await tillWithCola(page);
  const pay = new PayPage(page);
  await sell.pay();
  await pay.choose('Card');
  await page.getByRole('textbox', { name: 'Last 4 digits' }).fill('4242 4242 4242 4242');
  await page.getByRole('textbox', { name: 'Authorization code' }).fill('4242424242424242');
  await pay.complete.click();
  await expect(page.getByText('That looks like a full card number.').first()).toBeVisible();
  await expect(pay.paid).toBeHidden();

  await page.getByRole('textbox', { name: 'Last 4 digits' }).fill('424');
  await page.getByRole('textbox', { name: 'Authorization code' }).fill('A1B2C3');
  await pay.complete.click();
  await expect(page.getByText('Four digits are needed.').first()).toBeVisible();
  await expect(pay.paid).toBeHidden();
});

test('a float that is no amount, and a code that is none, are refused in words', async ({ page }) => {
  await connectWithCode(page, 'AB12');
  await expect(page.getByText(/A code has eight letters and digits/)).toBeVisible();
  await connectWithCode(page, 'AAAA-AAAA');
  await expect(page.getByText('This code does not work')).toBeVisible();

  await connectToDemoShop(page);
  await page.getByRole('button', { name: CASHIER.name }).click();
  const field = page.getByLabel(`PIN of ${CASHIER.name}`);
  await field.fill('0000');
  await field.press('Enter');
  await expect(page.getByRole('alert')).toContainText('Wrong PIN. 4 tries left.');
  await field.fill(CASHIER.pin);
  await field.press('Enter');

  await page.getByRole('textbox', { name: 'Float' }).fill('abc');
  await expect(page.getByText('“abc” is not an amount.')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Open the drawer/ })).toBeDisabled();
});

test('a red row that a long sale hides comes into view when it keeps the sale from being paid, and after a reload', async ({
  page,
}) => {
  const sell = await tillWithCola(page);
  const row = sell.misses.filter({ hasText: '4006381333931' });
  await sell.scan('4006381333931');
  for (const name of ['Whole milk 1 L', 'Natural yogurt', 'Dark chocolate', 'Avocado', 'Reusable bag', 'White eggs']) {
    await sell.add(name);
  }
  await expect(row).not.toBeInViewport();
  await sell.payButton.click();
  await expect(row).toBeInViewport({ ratio: 1 });

  await sell.add('White eggs');
  await expect(row).not.toBeInViewport();
  await page.reload();
  await expect(row).toBeInViewport({ ratio: 1 });
});
