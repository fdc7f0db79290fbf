import { expect } from '@playwright/test';
import { openTill } from './pages/front-door.ts';
import { PayPage } from './pages/pay-page.ts';
import { SellPage } from './pages/sell-page.ts';
import { expectArrivedOnce } from './support/arrival.ts';
import { expectAccessible, expectNoSideScroll } from './support/checks.ts';
import { test } from './support/test.ts';

/** The demo's cola as a GS1 symbol names it: number, last day (year, month, day) and batch. */
const colaUntil = (yymmdd: string, batch: string) => `]d2010745100700018117${yymmdd}10${batch}`;

test('a GS1 symbol keeps batch and date on the line, and goods past their date are said in amber', async ({
  page,
  shop,
}) => {
  await openTill(page);
  const sell = new SellPage(page);
  await sell.scan(colaUntil('491231', 'NEW7'));
  await expect(sell.lines).toHaveCount(1);
  await expect(sell.lines.first()).toContainText('Batch NEW7 · until');
  await expect(sell.lines.first()).not.toContainText('Past its date');

  // Another batch is another line; the same batch again is one more piece of it.
  await sell.scan(colaUntil('200131', 'OLD1'));
  await sell.scan(colaUntil('200131', 'OLD1'));
  await expect(sell.lines).toHaveCount(2);
  await expect(sell.lines.last()).toContainText('Batch OLD1');
  await expect(sell.lines.last()).toContainText('Past its date');
  await expect(sell.lines.last()).toContainText('2 × 2.50');
  await expectAccessible(page);
  await expectNoSideScroll(page);

  // What is wrong with a symbol is a red row: here a month that no year has.
  await sell.scan(colaUntil('201331', 'ODD'));
  await expect(sell.misses).toHaveCount(1);
  await page.getByRole('button', { name: /^Dismiss the scan/ }).click();
  await expect(sell.misses).toHaveCount(0);

  await page.reload();
  await expect(sell.lines.last()).toContainText('Batch OLD1');
  await sell.pay();
  const pay = new PayPage(page);
  await pay.exact.click();
  await expectArrivedOnce(shop, [await pay.number()]);
});
