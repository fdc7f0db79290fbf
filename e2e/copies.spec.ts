import { readFileSync, writeFileSync } from 'node:fs';
import { type Browser, type BrowserContext, expect, type Page } from '@playwright/test';
import { openDrawer, openTill, signIn, signInIfAsked } from './pages/front-door.ts';
import { signInToOfficePage } from './pages/office-page.ts';
import { PayPage } from './pages/pay-page.ts';
import { sellOnce } from './pages/sell-once.ts';
import { openStatus } from './pages/status-page.ts';
import { expectArrivedOnce, pullTheLine, putTheLineBack } from './support/arrival.ts';
import type { Shop } from './support/shop.ts';
import { grantDurableStorage } from './support/till-browser.ts';
import { test } from './support/test.ts';

/** The opening of the drawer may have arrived before the line was pulled, and its answer may have been lost. */
const NEW = /(All of them were|\d was|\d were) new/;
const ARRIVED = /entr(y|ies) of T\d\d (is|are) with the server/;

/** Another till of the same shop, in a browser of its own. */
async function anotherTill(browser: Browser, shop: Shop): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US' });
  await grantDurableStorage(context, shop.address);
  const page = await context.newPage();
  await page.goto(shop.address);
  await openTill(page);
  return { context, page };
}

/** Touches "Save a copy" and keeps the file that the browser was given. */
async function saveCopy(page: Page, path: string): Promise<string> {
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save a copy' }).click();
  const download = await coming;
  await download.saveAs(path);
  return download.suggestedFilename();
}

test('what one till could not send is brought by another, and nothing is doubled when the first sends after all', async ({
  page,
  browser,
  shop,
}, info) => {
  test.setTimeout(120_000);
  await openTill(page);
  await pullTheLine(shop, page.context());
  const numbers: string[] = [];
  for (const product of ['Cola 2 L', 'Mineral water 1.5 L']) {
    numbers.push(await sellOnce(page, product));
    await new PayPage(page).nextSale();
  }
  await openStatus(page);
  const path = info.outputPath('copy.json');
  expect(await saveCopy(page, path)).toMatch(/^mostrador-T\d\d-[\d-]+\.copy\.json$/);
  await expect(page.getByText(/^A copy with \d entr(y|ies) (was|were) given to the browser/)).toBeVisible();
  const text = readFileSync(path, 'utf8');
  for (const number of numbers) {
    expect(text).not.toContain(number);
  }

  shop.line.set('up');
  const other = await anotherTill(browser, shop);
  await openStatus(other.page);
  await other.page.getByTestId('copy-file').setInputFiles(path);
  await expect(other.page.getByText(ARRIVED)).toBeVisible();
  await expect(other.page.getByText(NEW)).toBeVisible();
  await expectArrivedOnce(shop, numbers);
  await other.page.getByTestId('copy-file').setInputFiles(path);
  await expect(other.page.getByText('All of them were there already.')).toBeVisible();

  await putTheLineBack(shop, page.context());
  await expect(page.getByText('Everything has arrived at the server')).toBeVisible({ timeout: 45_000 });
  await expectArrivedOnce(shop, numbers);
  await other.context.close();
});

test('a till whose device is gone: its saved copy is all that is left, and it is enough', async ({
  machine,
  browser,
  shop,
}, info) => {
  test.setTimeout(120_000);
  const running = await machine.start();
  const page = await running.context.newPage();
  await page.goto(shop.address);
  await openTill(page);
  await pullTheLine(shop, page.context());
  const numbers = [await sellOnce(page, 'Cola 2 L')];
  await new PayPage(page).nextSale();
  await openStatus(page);
  const path = info.outputPath('copy.json');
  await saveCopy(page, path);
  await running.kill();

  shop.line.set('up');
  const other = await anotherTill(browser, shop);
  await openStatus(other.page);
  await other.page.getByTestId('copy-file').setInputFiles(path);
  await expect(other.page.getByText(NEW)).toBeVisible();
  await expectArrivedOnce(shop, numbers);
  await other.context.close();
});

test('with its database gone a till saves what the file holds', async ({ page, shop }, info) => {
  await openTill(page);
  await pullTheLine(shop, page.context());
  const number = await sellOnce(page, 'Cola 2 L');
  await new PayPage(page).nextSale();
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        const request = indexedDB.deleteDatabase('mostrador-journal');
        request.addEventListener('success', resolve);
        request.addEventListener('blocked', resolve);
      }),
  );
  await openStatus(page);
  const path = info.outputPath('copy.json');
  await saveCopy(page, path);
  const copy = JSON.parse(readFileSync(path, 'utf8')) as { events: number };
  expect(copy.events).toBeGreaterThanOrEqual(1);
  await putTheLineBack(shop, page.context());
  await page.getByTestId('copy-file').setInputFiles(path);
  await expect(page.getByText(ARRIVED)).toBeVisible();
  await expectArrivedOnce(shop, [number]);
});

test('files that are no copies, and a line that is away, are told in words', async ({ page, shop }, info) => {
  await openTill(page);
  await openStatus(page);
  const chooser = page.getByTestId('copy-file');
  const wrong = info.outputPath('holiday.json');
  writeFileSync(wrong, 'not a copy');
  await chooser.setInputFiles(wrong);
  await expect(page.getByText('This file is no copy that a till saved, or it was changed')).toBeVisible();
  const huge = info.outputPath('huge.json');
  writeFileSync(huge, Buffer.alloc(25 * 1024 * 1024, 'x'));
  await chooser.setInputFiles(huge);
  await expect(page.getByText('This file is too large to be a copy')).toBeVisible();
  await pullTheLine(shop, page.context());
  await chooser.setInputFiles(wrong);
  await expect(page.getByText('There is no line at the moment', { exact: true })).toBeVisible();
});

test('the office takes in the copy of a till that was connected anew, and has each entry to look at', async ({
  page,
  shop,
}, info) => {
  test.setTimeout(120_000);
  await openTill(page);
  await pullTheLine(shop, page.context());
  const number = await sellOnce(page, 'Cola 2 L');
  await new PayPage(page).nextSale();
  await openStatus(page);
  const path = info.outputPath('copy.json');
  await saveCopy(page, path);

  shop.line.set('up');
  const code = await shop.enrolmentCode('demo-t01');
  const anew = await page.request.post(`${shop.address}/api/v1/pos/enrolments`, { data: { code } });
  expect(anew.status()).toBe(201);
  const office = await page.context().browser()?.newContext({ locale: 'en-US' });
  const desk = await office?.newPage();
  if (desk === undefined) {
    throw new Error('there is no browser');
  }
  await signInToOfficePage(desk, shop.address);
  await desk.getByRole('link', { name: 'Registers' }).click();
  await desk.getByTestId('copy-file').setInputFiles(path);
  await expect(desk.getByText('Nothing shows that this till made the copy')).toBeVisible();
  await expectArrivedOnce(shop, [number]);
  await desk.getByRole('link', { name: 'Attention' }).click();
  await expect(desk.getByRole('heading', { name: 'From a copy that nothing proves' }).first()).toBeVisible();
  await office?.close();
});

test('a till that never got the key says so, and can save once there was a line', async ({ page, shop }, info) => {
  await page.route('**/api/v1/pos/copy-key', (route) => route.abort());
  await page.getByRole('button', { name: 'Try the demo shop' }).click();
  await page.getByRole('button', { name: 'Start selling' }).click();
  await signIn(page);
  await openDrawer(page);
  await pullTheLine(shop, page.context());
  await sellOnce(page, 'Cola 2 L');
  await new PayPage(page).nextSale();
  await openStatus(page);
  await page.getByRole('button', { name: 'Save a copy' }).click();
  await expect(page.getByText('This till cannot make a copy yet')).toBeVisible();
  await page.unroute('**/api/v1/pos/copy-key');
  await putTheLineBack(shop, page.context());
  const key = page.waitForResponse('**/api/v1/pos/copy-key');
  await page.goto(shop.address);
  await signInIfAsked(page);
  await (await key).finished();
  await pullTheLine(shop, page.context());
  await sellOnce(page, 'Mineral water 1.5 L');
  await new PayPage(page).nextSale();
  await openStatus(page);
  await saveCopy(page, info.outputPath('copy.json'));
  await expect(page.getByText(/given to the browser$/)).toBeVisible();
});
