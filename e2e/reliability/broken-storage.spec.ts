import { expect, type Page } from '@playwright/test';
import { openTill } from '../pages/front-door.ts';
import { PayPage } from '../pages/pay-page.ts';
import { sellOnce } from '../pages/sell-once.ts';
import { SellPage } from '../pages/sell-page.ts';
import { openStatus } from '../pages/status-page.ts';
import { expectArrivedOnce } from '../support/arrival.ts';
import { expectAccessible } from '../support/checks.ts';
import { test } from '../support/test.ts';

/** The browser's own calls fail from now on: one copy of the journal, or both, take nothing any more. */
async function breakStorage(page: Page, copies: { database: boolean; file: boolean }): Promise<void> {
  await page.evaluate(({ database, file }) => {
    if (database) {
      const fail = () => {
        throw new DOMException('The disk is broken.', 'UnknownError');
      };
      IDBObjectStore.prototype.add = fail;
      IDBObjectStore.prototype.put = fail;
    }
    if (file) {
      // Whatever the till asks of the file, the worker that owns it has died.
      Worker.prototype.postMessage = function postMessage(this: Worker) {
        this.dispatchEvent(new Event('error'));
      };
    }
  }, copies);
}

test('neither copy can be written: paying does not begin, with words that help and a code, and the sale stays', async ({
  page,
  shop,
}) => {
  await openTill(page);
  const sell = new SellPage(page);
  await sell.add('Cola 2 L');
  await breakStorage(page, { database: true, file: true });
  await page.keyboard.press('F12');
  const words = page
    .getByRole('alert')
    .filter({ hasText: /\(POS-400[12]\)/ })
    .first();
  await expect(words).toContainText('Take no money for this sale yet; it stays on the screen');
  await expect(new PayPage(page).exact).toBeHidden();
  await expect(sell.lines).toHaveCount(1);
  await expect(sell.pill).toContainText('Take no money now');
  await expect(page.getByText(/^What was sold before is kept/)).toBeVisible();
  await expectAccessible(page);
  await openStatus(page);
  await expect(page.getByText('Nothing can be written down at the moment')).toBeVisible();
  await expect(page.getByText('Can this till survive an outage?')).toBeVisible();
  await expect(page.getByText('This device has no room left')).toBeHidden();
  expect(await shop.sales()).toEqual([]);
});

for (const [name, copies] of [
  ['database', { database: true, file: false }],
  ['file', { database: false, file: true }],
] as const) {
  test(`the ${name} alone can no longer be written: selling goes on, and says so`, async ({ page, shop }) => {
    await openTill(page);
    await breakStorage(page, copies);
    const numbers = [await sellOnce(page, 'Cola 2 L')];
    await new PayPage(page).nextSale();
    await expect(page.getByText('Sales are kept in one copy only')).toBeVisible();
    numbers.push(await sellOnce(page, 'Mineral water 1.5 L'));
    await expectArrivedOnce(shop, numbers);
  });
}
