import { expect, type Page } from '@playwright/test';
import { connectWithCode, openDrawer, openTill, signIn } from './pages/front-door.ts';
import { PayPage } from './pages/pay-page.ts';
import { sellOnce } from './pages/sell-once.ts';
import { expectArrivedOnce, pullTheLine, putTheLineBack } from './support/arrival.ts';
import { expectAccessible } from './support/checks.ts';
import { test } from './support/test.ts';

const REGISTER = 'demo-t01';

/** What the browser's "clear site data" does: both copies, settings, caches and the service worker are gone. */
async function clearSiteData(page: Page, origin: string): Promise<void> {
  await page.goto('about:blank');
  const session = await page.context().newCDPSession(page);
  await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  await session.detach();
}

/** The numbers of the sales that this device can look up, as its own storage has them. */
function lookedUp(page: Page): Promise<string[]> {
  return page.evaluate(
    () =>
      new Promise<string[]>((resolve, reject) => {
        const opening = indexedDB.open('mostrador-history');
        opening.onerror = () => reject(new Error('no history'));
        opening.onsuccess = () => {
          const database = opening.result;
          if (!database.objectStoreNames.contains('events')) {
            database.close();
            resolve([]);
            return;
          }
          const reading = database.transaction('events').objectStore('events').getAll();
          reading.onsuccess = () => {
            database.close();
            const rows: { event: { type: string; body: { transaction_number?: string } } }[] = reading.result;
            resolve(rows.flatMap(({ event }) => event.body.transaction_number ?? []).sort());
          };
        };
      }),
  );
}

test('a wiped till is connected again as the same register: no number twice, the drawer is asked for, and its past comes back', async ({
  page,
  shop,
}) => {
  await openTill(page);
  const before = [await sellOnce(page, 'Cola 2 L')];
  await new PayPage(page).nextSale();
  before.push(await sellOnce(page, 'Mineral water 1.5 L'));
  await expectArrivedOnce(shop, before);

  await clearSiteData(page, shop.address);
  await page.goto(shop.address);
  await connectWithCode(page, await shop.enrolmentCode(REGISTER));
  await expect(page.getByText('Yes, it can.')).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Start selling' }).click();
  await signIn(page);
  await expect(page.getByRole('heading', { name: 'Open the drawer' })).toBeVisible();
  await expect.poll(() => lookedUp(page), { timeout: 30_000 }).toEqual(before.toSorted());
  await openDrawer(page);
  const after = [await sellOnce(page, 'Cola 2 L')];
  await new PayPage(page).nextSale();
  after.push(await sellOnce(page, 'Ground coffee 250 g'));
  expect(new Set([...before, ...after]).size).toBe(4);
  await expectArrivedOnce(shop, [...before, ...after]);

  // A restart without a line keeps what came back, and sells.
  await pullTheLine(shop, page.context());
  await page.reload();
  await expect(
    page.getByRole('textbox', { name: /^Scan, or search/ }).or(page.getByText('Paid and written down')),
  ).toBeVisible();
  expect(await lookedUp(page)).toEqual(before.toSorted());
  await putTheLineBack(shop, page.context());
});

test('a wiped till without a line cannot become a register, and says what to do', async ({ page, shop }) => {
  await openTill(page);
  const code = await shop.enrolmentCode(REGISTER);
  await clearSiteData(page, shop.address);
  // The page itself still comes, as from a browser's own cache or a server without its API.
  shop.line.set('failing');
  await page.goto(shop.address);
  await connectWithCode(page, code);
  await expect(page.getByRole('alert')).toContainText('The server has a fault of its own');
  await expectAccessible(page);
  shop.line.set('silent');
  await page.context().setOffline(true);
  await connectWithCode(page, code);
  await expect(page.getByRole('alert')).toContainText('The server does not answer');
  await expectAccessible(page);
  await page.context().setOffline(false);
  shop.line.set('up');
  await connectWithCode(page, code);
  await expect(page.getByText('Yes, it can.')).toBeVisible({ timeout: 30_000 });
});
