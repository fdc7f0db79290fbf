import { expect, type Page } from '@playwright/test';
import { openTill, signInIfAsked } from './pages/front-door.ts';
import { openPage } from './pages/open-page.ts';
import { PayPage } from './pages/pay-page.ts';
import { sellOnce } from './pages/sell-once.ts';
import { SellPage } from './pages/sell-page.ts';
import { expectArrivedOnce, pullTheLine, putTheLineBack } from './support/arrival.ts';
import { test } from './support/test.ts';

interface Disk {
  free: () => Promise<void>;
}

/** The browser gives this origin not one byte more, until the disk is freed again. */
async function fillTheDisk(page: Page, origin: string): Promise<Disk> {
  const session = await page.context().newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
  return {
    async free() {
      await session.send('Storage.overrideQuotaForOrigin', { origin });
    },
  };
}

test('a device without room is not made a till, and can be once there is room', async ({ machine, shop }) => {
  const { context } = await machine.start();
  const page = await openPage(context, shop);
  const tryIt = page.getByRole('button', { name: 'Try the demo shop' });
  await tryIt.waitFor();
  const disk = await fillTheDisk(page, shop.address);
  await tryIt.click();
  await expect(page.getByText('This device has no room for a till')).toBeVisible();
  await disk.free();
  await openTill(page);
});

test('the disk fills up: sales are kept in the one copy that has its room already, and the cashier is told', async ({
  machine,
  shop,
}) => {
  const { context } = await machine.start();
  const page = await openPage(context, shop);
  await openTill(page);
  const disk = await fillTheDisk(page, shop.address);
  await pullTheLine(shop, page.context());
  await page.reload();
  await signInIfAsked(page);
  const numbers = [await sellOnce(page, 'Cola 2 L')];
  await new PayPage(page).nextSale();
  await expect(page.getByText('Sales are kept in one copy only')).toBeVisible();
  await expect(page.getByText(/^This device (is nearly full|has no room left)$/)).toBeVisible();
  numbers.push(await sellOnce(page, 'Mineral water 1.5 L'));

  await disk.free();
  await putTheLineBack(shop, page.context());
  await expectArrivedOnce(shop, numbers);
});

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
