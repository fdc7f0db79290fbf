import { expect } from '@playwright/test';
import { openTill, signIn } from '../pages/front-door.ts';
import { openPage } from '../pages/open-page.ts';
import { PayPage } from '../pages/pay-page.ts';
import { SellPage } from '../pages/sell-page.ts';
import { sellOnce } from '../pages/sell-once.ts';
import { expectArrivedOnce, putTheLineBack } from '../support/arrival.ts';
import { test } from '../support/test.ts';

test('the browser dies right after "paid": the sale is there again, and arrives once', async ({ machine, shop }) => {
  const first = await machine.start();
  const page = await openPage(first.context, shop);
  await openTill(page);
  shop.line.set('down');
  const number = await sellOnce(page, 'Cola 2 L');
  await first.kill();

  const second = await machine.start();
  const again = await openPage(second.context, shop);
  await signIn(again);
  // What was paid as the light went out is shown once more, so that nobody rings it up again.
  const pay = new PayPage(again);
  expect(await pay.number()).toBe(number);
  await expect(new SellPage(again).pill).toContainText('1 sale');
  await pay.nextSale();
  // The number is taken: the next sale gets the next one.
  const next = await sellOnce(again, 'Mineral water 1.5 L');
  expect(next).not.toBe(number);
  await putTheLineBack(shop, again.context());
  await expectArrivedOnce(shop, [number, next]);
});

test('the browser dies in the middle of a sale: its lines wait behind the PIN', async ({ machine, shop }) => {
  const first = await machine.start();
  const page = await openPage(first.context, shop);
  await openTill(page);
  await new SellPage(page).add('Cola 2 L');
  await first.kill();

  const again = await openPage((await machine.start()).context, shop);
  await expect(again.getByText('A sale is waiting')).toBeVisible();
  await signIn(again);
  await expect(new SellPage(again).line('Cola 2 L')).toBeVisible();
});

test('the machine starts again without a line: the till opens from its own store and sells', async ({
  machine,
  shop,
}) => {
  const first = await machine.start();
  await openTill(await openPage(first.context, shop));
  await first.quit();
  shop.line.set('down');

  const again = await openPage((await machine.start()).context, shop);
  await signIn(again);
  const number = await sellOnce(again, 'Cola 2 L');
  await putTheLineBack(shop, again.context());
  await expectArrivedOnce(shop, [number]);
});
