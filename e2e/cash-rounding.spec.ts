import { expect } from '@playwright/test';
import { cashRuleOf } from '#core/tender/country-cash-rules.ts';
import { openTill } from './pages/front-door.ts';
import { signInToOfficePage } from './pages/office-page.ts';
import { PayPage } from './pages/pay-page.ts';
import { SellPage } from './pages/sell-page.ts';
import { expectArrivedOnce } from './support/arrival.ts';
import { expectAccessible, expectFingerSized, expectNoSideScroll } from './support/checks.ts';
import { test } from './support/test.ts';

const CANADA = cashRuleOf('CA');
if (CANADA === null) {
  throw new Error('How Canada rounds cash is known.');
}
const { step, mode } = CANADA;

/** 7.95 and 7 % of it are 8.51. */
const COFFEE = 'Coffee beans 340 g';

test.describe('where the cent is gone', () => {
  test.use({ policy: { cash_rounding: { step, mode } } });

  test('cash is paid rounded, the change is reckoned from that, and the books say what the rounding was', async ({
    page,
    shop,
  }) => {
    await openTill(page);
    const sell = new SellPage(page);
    const pay = new PayPage(page);
    await sell.add(COFFEE);
    await sell.pay();
    await expect(page.getByText('Cash to pay $8.50')).toBeVisible();
    await expect(page.getByText('rounding −0.01')).toBeVisible();
    await test.step('on the smallest phone too', async () => {
      await page.setViewportSize({ width: 320, height: 640 });
      await expectAccessible(page);
      await expectFingerSized(page);
      await expectNoSideScroll(page);
      await page.setViewportSize({ width: 1280, height: 800 });
    });
    await pay.received.fill('10');
    await expect(pay.complete).toContainText('change $1.50');
    await pay.complete.click();
    const number = await pay.number();
    await expect(page.getByText('total $8.51 · rounding −0.01')).toBeVisible();
    await expect(page.getByRole('list', { name: 'Notes and coins to hand out' })).toContainText('1 × 0.50');

    await pay.nextSale();
    await page.getByRole('link', { name: 'Cash' }).click();
    await expect(page.getByText('58.50')).toBeVisible();

    await expectArrivedOnce(shop, [number]);
    const [sale] = await shop.sales();
    expect(sale).toMatchObject({ total_amount: 8.51, payments: [{ payment_method: 'cash', amount: 8.5 }] });
    await signInToOfficePage(page, shop.address);
    await page.getByText(number).first().click();
    await expect(page.getByRole('row', { name: /CASH_ROUNDING/ })).toContainText('0.01');
    await page.getByRole('link', { name: 'Attention' }).click();
    // The server has settled the sale again and found nothing wrong with it.
    await expect(page.getByText('Nothing needs a look')).toBeVisible();
  });

  test('a card pays exactly, and only the cash that is left is rounded', async ({ page, shop }) => {
    await openTill(page);
    const sell = new SellPage(page);
    const pay = new PayPage(page);
    await sell.add(COFFEE);
    await sell.pay();
    await pay.byCard('5');
    await pay.choose('Cash');
    await expect(page.getByText('Cash to pay $3.50')).toBeVisible();
    await pay.exact.click();
    await expectArrivedOnce(shop, [await pay.number()]);
    const [sale] = await shop.sales();
    expect(sale?.payments).toMatchObject([
      { payment_method: 'card', amount: 5 },
      { payment_method: 'cash', amount: 3.5 },
    ]);
  });

  test('what is left of a card and rounds to nothing is paid with nothing', async ({ page, shop }) => {
    await openTill(page);
    const sell = new SellPage(page);
    const pay = new PayPage(page);
    await sell.add(COFFEE);
    await sell.pay();
    await pay.byCard('8.49');
    await pay.choose('Cash');
    await expect(page.getByText('Cash to pay $0.00')).toBeVisible();
    await expect(page.getByText('rounding −0.02')).toBeVisible();
    await pay.exact.click();
    await expectArrivedOnce(shop, [await pay.number()]);
  });
});
