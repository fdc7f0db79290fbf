import { expect, type Page } from '@playwright/test';
import { openTill, signIn } from './pages/front-door.ts';
import { PayPage } from './pages/pay-page.ts';
import { sellOnce } from './pages/sell-once.ts';
import { SellPage } from './pages/sell-page.ts';
import { expectArrivedOnce, pullTheLine, putTheLineBack } from './support/arrival.ts';
import { expectAccessible } from './support/checks.ts';
import { test } from './support/test.ts';

/** What a release to come does in its own window: a new table, and a generation that the old code does not know. */
async function updateDatabase(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('mostrador-journal', 900);
        opening.onerror = () => reject(new Error('the database cannot be opened'));
        opening.onupgradeneeded = () => {
          opening.result.createObjectStore('returns', { keyPath: 'id' });
          opening.transaction?.objectStore('meta').put({ key: 'schema_gen', value: 2 });
        };
        opening.onsuccess = () => {
          opening.result.close();
          resolve();
        };
      }),
  );
}

/** Everything in the journal's database, as text. */
function everyRow(page: Page): Promise<string> {
  return page.evaluate(
    () =>
      new Promise<string>((resolve, reject) => {
        const opening = indexedDB.open('mostrador-journal');
        opening.onerror = () => reject(new Error('the database cannot be opened'));
        opening.onsuccess = () => {
          const database = opening.result;
          const names = [...database.objectStoreNames];
          const transaction = database.transaction(names);
          const reads = names.map((name) => transaction.objectStore(name).getAll());
          transaction.oncomplete = () => {
            database.close();
            resolve(JSON.stringify(names.map((name, at) => [name, reads[at]?.result])));
          };
        };
      }),
  );
}

test('an old window over the rows of a newer app: it sells, says so in words, changes nothing, and no sale is lost', async ({
  page,
  shop,
}) => {
  await openTill(page);
  const sell = new SellPage(page);
  const pay = new PayPage(page);
  const numbers = [await sellOnce(page, 'Cola 2 L')];
  await expectArrivedOnce(shop, numbers);
  await pay.nextSale();
  await pullTheLine(shop, page.context());
  numbers.push(await sellOnce(page, 'Mineral water 1.5 L'));
  await pay.nextSale();

  const other = await page.context().newPage();
  await other.goto('about:blank');
  await putTheLineBack(shop, page.context());
  await expectArrivedOnce(shop, numbers);
  await expect(sell.pill).toContainText('All sales sent');
  await other.goto(shop.address);
  await expect(other.getByRole('heading', { name: 'This till is open in another tab' })).toBeVisible();
  await updateDatabase(other);
  const before = await everyRow(other);

  // In the middle of a sale it is said, and nothing is asked.
  await sell.add('Cola 2 L');
  await expect(page.getByText('This till was updated in another window')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Load again' })).toBeHidden();
  await expectAccessible(page);
  await sell.pay();
  await pay.exact.click();
  numbers.push(await pay.number());
  await pay.nextSale();
  numbers.push(await sellOnce(page, 'Ground coffee 250 g'));
  await pay.nextSale();
  await expectArrivedOnce(shop, numbers);
  expect(await everyRow(other)).toBe(before);

  // The old code that takes the till back writes nothing either, and no number comes twice.
  await other.getByRole('button', { name: 'Take over here' }).click();
  await signIn(other);
  await expect(other.getByText('This till was updated in another window')).toBeVisible();
  await expect(other.getByRole('button', { name: 'Load again' })).toBeVisible();
  numbers.push(await sellOnce(other, 'Apple juice 1 L'));
  expect(new Set(numbers).size).toBe(numbers.length);
  await expectArrivedOnce(shop, numbers);
  expect(await everyRow(other)).toBe(before);
});
