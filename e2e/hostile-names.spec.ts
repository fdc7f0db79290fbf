import { expect, type Page } from '@playwright/test';
import type { Kysely } from 'kysely';
import type { Schema } from '#server/db/schema.ts';
import { CASHIER, connectToDemoShop, openDrawer, signIn } from './pages/front-door.ts';
import { signInToOfficePage } from './pages/office-page.ts';
import { PayPage } from './pages/pay-page.ts';
import { SellPage } from './pages/sell-page.ts';
import { expectArrivedOnce } from './support/arrival.ts';
import { expectNoSideScroll } from './support/checks.ts';
import { test } from './support/test.ts';

/** What people and imports put into names, by mistake or on purpose. */
const MARKUP = '<img src=x onerror="window.hacked = 1">';
const SCRIPT = `"><script>window.hacked = 1</script>{{7*7}}\${window.hacked = 1}`;
const ENDLESS = 'W'.repeat(160);
const TURNED = '\u202Eturned round\u202C 👩‍🍳';

const GOODS = [
  { barcode: '7451007000181', name: MARKUP },
  { barcode: '7451006000151', name: ENDLESS },
] as const;

async function rename(db: Kysely<Schema>): Promise<void> {
  for (const { barcode, name } of GOODS) {
    const named = db.updateTable('products').set({ name_es: name, name_en: name });
    const { numUpdatedRows } = await named.where('barcodes', 'like', `%${barcode}%`).executeTakeFirstOrThrow();
    expect(numUpdatedRows).toBe(1n);
  }
  await db.updateTable('staff').set({ name: SCRIPT }).where('name', '=', CASHIER.name).execute();
  await db.updateTable('categories').set({ name_es: TURNED, name_en: TURNED }).where('position', '=', 0).execute();
  await db.updateTable('locals').set({ name: MARKUP }).execute();
  await db.updateTable('organisations').set({ name: SCRIPT }).execute();
}

test.use({ outside: { change: rename } });

async function expectHarmless(page: Page): Promise<void> {
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
  await expect(page.locator('img[src="x"]')).toHaveCount(0);
  await expectNoSideScroll(page);
}

test('names that are markup, script, endless or turned round are text everywhere, and sell like any other', async ({
  page,
  shop,
}) => {
  const cashier = { ...CASHIER, name: SCRIPT };
  await connectToDemoShop(page);
  await signIn(page, cashier);
  await openDrawer(page);
  await expect(page.getByText(TURNED).first()).toBeVisible();
  const sell = new SellPage(page);
  for (const { barcode, name } of GOODS) {
    await sell.scan(barcode);
    await expect(sell.line(name)).toBeVisible();
  }
  for (const size of [
    { width: 320, height: 640 },
    { width: 1280, height: 800 },
  ]) {
    await page.setViewportSize(size);
    await expectHarmless(page);
  }
  await sell.search.fill(MARKUP);
  await expect(sell.tile(MARKUP).first()).toBeVisible();
  await sell.search.fill('');
  const pay = new PayPage(page);
  await sell.pay();
  await pay.exact.click();
  const number = await pay.number();
  await expectHarmless(page);
  await expectArrivedOnce(shop, [number]);

  const office = await page.context().newPage();
  await signInToOfficePage(office, shop.address);
  await expect(office.getByText(SCRIPT).first()).toBeVisible();
  await expectHarmless(office);
  await office.getByRole('link', { name: number }).or(office.getByText(number)).first().click();
  await expect(office.getByText(MARKUP).first()).toBeVisible();
  await expect(office.getByText(ENDLESS).first()).toBeVisible();
  // No name pushes the figures beside it off the screen.
  await expect(office.getByRole('columnheader', { name: 'Total' })).toBeInViewport();
  await expectHarmless(office);
  await office.close();
});
