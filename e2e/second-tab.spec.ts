import { expect, type Page } from '@playwright/test';
import { CATALOGUE_DATABASE } from '#store/catalogue-database.ts';
import { JOURNAL_DATABASE } from '#store/journal-tables.ts';
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

/** From its next load on this page waits for that database until it is told to go on. */
async function holdUp(page: Page, database: string): Promise<void> {
  await page.addInitScript((name) => {
    const goOn = new Promise<void>((resolve) => {
      Object.assign(window, { goOn: resolve });
    });
    const held = new WeakSet<IDBRequest>();
    const open = Reflect.get(IDBFactory.prototype, 'open');
    IDBFactory.prototype.open = function (this: IDBFactory, ...asked) {
      const request = open.apply(this, asked);
      if (asked[0] === name) {
        held.add(request);
      }
      return request;
    };
    const onSuccess = Object.getOwnPropertyDescriptor(IDBRequest.prototype, 'onsuccess');
    Object.defineProperty(IDBRequest.prototype, 'onsuccess', {
      ...onSuccess,
      set(this: IDBRequest, listener: (event: Event) => void) {
        const later = (event: Event) => void goOn.then(() => listener.call(this, event));
        onSuccess?.set?.call(this, held.has(this) ? later : listener);
      },
    });
  }, database);
}

const STAGES = [
  // What is being opened is closed as soon as it can be, and only then the tab says anything.
  { stage: 'its journal is being opened', database: JOURNAL_DATABASE, saysSo: 'once the database answers' },
  { stage: 'its catalogue is being read', database: CATALOGUE_DATABASE, saysSo: 'at once' },
];

for (const { stage, database, saysSo } of STAGES) {
  test(`a tab that is taken over while ${stage} does not go on to sell, and says where the till is`, async ({
    page,
    shop,
  }) => {
    await openTill(page);
    await new SellPage(page).add('Cola 2 L');
    await holdUp(page, database);
    await page.reload();

    const other = await page.context().newPage();
    await other.goto(shop.address);
    await other.getByRole('button', { name: 'Take over here' }).click();
    await signIn(other);
    await expect(new SellPage(other).line('Cola 2 L')).toBeVisible();
    const first = await sellOnce(other, 'Mineral water 1.5 L');
    const goOn = () => page.evaluate(() => Reflect.get(window, 'goOn')());
    if (saysSo !== 'at once') {
      await goOn();
    }
    await expect(page.getByRole('heading', { name: 'This till is open in another tab' })).toBeVisible();
    await goOn();
    await new PayPage(other).nextSale();
    const second = await sellOnce(other, 'Cola 2 L');
    await expectArrivedOnce(shop, [first, second]);
    await new PayPage(other).nextSale();

    // And it is no worse off for it: it can have the till back.
    await page.getByRole('button', { name: 'Take over here' }).click();
    await signIn(page);
    const third = await sellOnce(page, 'Cola 2 L');
    await expectArrivedOnce(shop, [first, second, third]);
  });
}
