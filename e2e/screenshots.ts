import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, chromium, type Locator, type Page } from '@playwright/test';
import { connectTill } from '#testkit/test-till.ts';
import { appIsBuilt, buildApp } from '#tools/build-app.ts';
import { CASHIER, openDrawer, signIn } from './pages/front-door.ts';
import { signInToOfficePage } from './pages/office-page.ts';
import { PayPage } from './pages/pay-page.ts';
import { sellOnce } from './pages/sell-once.ts';
import { SellPage } from './pages/sell-page.ts';
import { ringUpSketchedSale } from './pages/sketched-sale.ts';
import { pullTheLine, putTheLineBack } from './support/arrival.ts';
import { makeDemoData, openShop, type Shop } from './support/shop.ts';
import { CHROMIUM_SWITCHES, chromiumPath, grantDurableStorage } from './support/till-browser.ts';

/** `npm run screenshots`: walks through the real app and keeps a picture of each screen in docs/screenshots. */

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'docs', 'screenshots');

const SIZES = {
  tablet: { width: 1280, height: 800 },
  phone: { width: 390, height: 844 },
  desk: { width: 1920, height: 1080 },
};
type Size = keyof typeof SIZES;
const ALL: Size[] = ['tablet', 'phone', 'desk'];

async function shoot(page: Page, name: string, size: Size): Promise<void> {
  await page.screenshot({ path: join(folder, `${name}-${size}.png`), animations: 'disabled', caret: 'hide' });
}

/** Pictures of what is on the screen now, one for each size; the page is left at the tablet's. */
async function picture(page: Page, name: string, sizes: Size[] = ALL): Promise<void> {
  for (const size of sizes) {
    await page.setViewportSize(SIZES[size]);
    await shoot(page, name, size);
  }
  await page.setViewportSize(SIZES.tablet);
}

/** Pictures with this in their middle, on a tablet and on a phone. */
async function pictureAround(page: Page, name: string, middle: Locator): Promise<void> {
  for (const size of ['phone', 'tablet'] as const) {
    await page.setViewportSize(SIZES[size]);
    await middle.evaluate((element) => {
      element.scrollIntoView({ block: 'center' });
    });
    await shoot(page, name, size);
  }
}

async function pictureInTheDark(page: Page, name: string, sizes: Size[]): Promise<void> {
  await page.emulateMedia({ colorScheme: 'dark' });
  await picture(page, `${name}-dark`, sizes);
  await page.emulateMedia({ colorScheme: 'light' });
}

/** On a phone the sale lies behind the bar at the foot. */
async function pictureOfSaleOnPhone(page: Page, name: string): Promise<void> {
  await page.setViewportSize(SIZES.phone);
  await page
    .locator('main')
    .getByRole('button', { name: /^(Show the sale|Ver la venta)/ })
    .click();
  await page.getByRole('dialog').waitFor();
  await picture(page, name, ['phone']);
  await page.setViewportSize(SIZES.phone);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.setViewportSize(SIZES.tablet);
}

const BASKET = ['Ground coffee 250 g', 'Mineral water 1.5 L', 'Apple juice 1 L', 'Cola 2 L', 'Black tea, 25 bags'];

async function beforeSelling(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Try the demo shop' }).waitFor();
  await picture(page, 'set-up');
  await page.getByRole('button', { name: 'Try the demo shop' }).click();
  await page.getByText('Yes, it can.').waitFor();
  await picture(page, 'ready');
  await page.getByRole('button', { name: 'Start selling' }).click();
  await page.getByText('Who are you?').waitFor();
  await picture(page, 'who-are-you');
  await page.getByRole('button', { name: CASHIER.name }).click();
  await page.getByLabel(/^PIN of/).waitFor();
  await picture(page, 'pin');
  await signIn(page);
  await page.getByRole('heading', { name: 'Open the drawer' }).waitFor();
  await picture(page, 'open-drawer');
  await openDrawer(page, '80');
}

async function promotions(page: Page): Promise<void> {
  const sell = new SellPage(page);
  await ringUpSketchedSale(sell);
  await sell.choose('Cola 2 L');
  await picture(page, 'promotions');
  await pictureInTheDark(page, 'promotions', ['tablet', 'phone']);
  await pictureOfSaleOnPhone(page, 'promotions-sale');
  await sell.sale.getByRole('button', { name: 'How this total comes about' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('summary').filter({ hasText: 'Tomatoes' }).click();
  await dialog.locator('summary').filter({ hasText: 'Natural yogurt' }).click();
  await picture(page, 'explanation');
  await pictureInTheDark(page, 'explanation', ['tablet']);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  await sell.sale.getByRole('button', { name: 'Empty' }).click();
}

async function selling(page: Page): Promise<void> {
  const sell = new SellPage(page);
  await picture(page, 'sell-empty');
  for (const name of BASKET) {
    await sell.add(name);
  }
  await sell.search.fill('');
  const line = await sell.choose('Cola 2 L');
  await line.getByRole('button', { name: 'One more: Cola 2 L' }).click();
  await picture(page, 'sell');
  await pictureInTheDark(page, 'sell', ALL);
  await pictureOfSaleOnPhone(page, 'sale');
  await sell.search.fill('juice');
  await picture(page, 'search');
  await sell.search.fill('');
  await line.getByRole('button', { name: 'Discount on Cola 2 L' }).click();
  await page.getByRole('textbox', { name: /^You may give up to/ }).fill('10');
  await page.getByRole('button', { name: 'Give the discount' }).click();
  await page.getByText(/needs a supervisor/).waitFor();
  await picture(page, 'discount-refused', ['tablet', 'phone']);
  await page.getByRole('button', { name: 'Close' }).click();
  await sell.scan('4006381333931');
  await sell.misses.first().waitFor();
  await picture(page, 'unknown-scan', ['tablet']);
  await page.getByRole('button', { name: /^Dismiss the scan/ }).click();
}

async function paying(page: Page): Promise<void> {
  const pay = new PayPage(page);
  await new SellPage(page).pay();
  await pay.received.fill('20');
  await picture(page, 'pay-cash');
  await pictureInTheDark(page, 'pay-cash', ['tablet']);
  await pay.choose('Card');
  await picture(page, 'pay-card');
  await pay.choose('Cash');
  await pay.received.fill('20');
  await pay.complete.click();
  await pay.paid.waitFor();
  await picture(page, 'done');
  await pay.nextSale();
}

/** Sells more than the books say there is, so that the office has something to look at. */
async function sellTooMuch(page: Page): Promise<void> {
  const sell = new SellPage(page);
  const pay = new PayPage(page);
  await sell.add('Extra virgin olive oil 1 L');
  const line = await sell.choose('Extra virgin olive oil 1 L');
  await line.getByRole('button', { name: 'Quantity 1, change' }).click();
  const field = page.getByRole('dialog').getByRole('textbox', { name: 'Quantity' });
  await field.fill('12');
  await field.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await sell.pay();
  await pay.exact.click();
  await pay.paid.waitFor();
  await pay.nextSale();
  await sell.search.fill('');
}

async function withoutALine(page: Page, shop: Shop): Promise<void> {
  await pullTheLine(shop, page.context());
  for (const name of ['Cola 2 L', 'Ground coffee 250 g', 'Mineral water 1.5 L']) {
    await sellOnce(page, name);
    await new PayPage(page).nextSale();
  }
  await new SellPage(page).add('Apple juice 1 L');
  await new SellPage(page).search.fill('');
  await picture(page, 'offline');
  await page.locator('a[href="/status"]').click();
  await page.getByText('Waiting to be sent').waitFor();
  await picture(page, 'send-status');
  await pictureInTheDark(page, 'send-status', ['tablet', 'phone']);
  await page.getByRole('button', { name: 'Save a copy' }).click();
  const saved = page.getByText(/^A copy with/);
  await saved.waitFor();
  await pictureAround(page, 'copy-saved', saved);
  const survival = page.locator('section').filter({ hasText: 'Can this till survive an outage?' });
  await pictureAround(page, 'survival', survival);
  await page.getByRole('link', { name: 'Cash' }).click();
  await page.getByText('Should be in the drawer').waitFor();
  await picture(page, 'cash');
  await putTheLineBack(shop, page.context());
}

async function secondTab(context: BrowserContext, shop: Shop): Promise<void> {
  const page = await context.newPage();
  await page.goto(shop.address);
  await page.getByRole('button', { name: 'Take over here' }).waitFor();
  await picture(page, 'second-tab', ['tablet', 'phone']);
  await page.close();
}

async function inSpanish(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Sell' }).click();
  await page.getByRole('button', { name: 'Lock' }).click();
  await page.getByRole('button', { name: 'Someone else' }).click();
  await page.getByRole('button', { name: 'María García' }).click();
  await page.locator('input[type=password]').fill('4827');
  await page.locator('input[type=password]').press('Enter');
  await page.getByRole('heading', { name: 'Venta' }).waitFor();
  await page.locator('a[href="/status"]').first().click();
  await page.getByRole('heading', { name: 'Copias' }).waitFor();
  await picture(page, 'send-status-es', ['tablet', 'phone']);
  await page.getByRole('link', { name: 'Volver a la venta' }).click();
  await page.getByRole('heading', { name: 'Venta' }).waitFor();
  await picture(page, 'sell-es', ['tablet', 'phone']);
  await page.keyboard.press('F12');
  await page.getByRole('button', { name: /^Exacto/ }).waitFor();
  await picture(page, 'pay-es', ['tablet', 'phone']);
  await page.keyboard.press('Escape');
}

async function office(context: BrowserContext, shop: Shop): Promise<void> {
  const page = await context.newPage();
  await page.goto(`${shop.address}/office`);
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  await picture(page, 'office-sign-in', ['desk', 'phone']);
  await signInToOfficePage(page, shop.address);
  await page.getByText('POS-').first().waitFor();
  await picture(page, 'office-sales', ['desk', 'phone']);
  await page.getByText('POS-').last().click();
  await page.getByText('PURCHASE').first().waitFor();
  await picture(page, 'office-sale', ['desk', 'phone']);
  await page.getByRole('link', { name: 'Registers' }).click();
  await page.getByText('Caja 1').first().waitFor();
  await picture(page, 'office-registers', ['desk', 'phone']);
  await page.getByRole('link', { name: 'Attention' }).click();
  await page.locator('article').first().waitFor();
  await picture(page, 'office-attention', ['desk', 'phone']);
  await loseNumbers(shop);
  await page.reload();
  const loss = page.locator('article').filter({ hasText: 'Numbers lost' }).first();
  await loss.waitFor();
  await picture(page, 'office-losses', ['desk', 'phone']);
  await pictureInTheDark(page, 'office-losses', ['desk', 'phone']);
  await page.getByRole('button', { name: 'Español' }).click();
  const card = page.locator('article').first();
  await card.getByRole('button').first().click();
  await card.getByText('Primer número perdido').waitFor();
  await pictureAround(page, 'office-loss-es', card.getByText('Primer número perdido'));
}

/** A till and the server have lost the same three numbers; what came after them is kept beside the chain. */
async function loseNumbers({ address }: Shop): Promise<void> {
  const till = await connectTill({
    request: (path, init) => fetch(`${address}${path}`, init),
    post: (path, body, headers = {}) =>
      fetch(`${address}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
  });
  const sales = (count: number) =>
    Array.from({ length: count }, () => till.sell({ quantities: { 'demo-be-010': '1' } }));
  await till.push(sales(2));
  sales(3);
  await till.push(sales(2), { lost_through: 5 });
}

async function walk(shop: Shop): Promise<void> {
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_SWITCHES });
  try {
    const context = await browser.newContext({
      viewport: SIZES.tablet,
      locale: 'en-US',
      timezoneId: 'America/Panama',
      reducedMotion: 'reduce',
      colorScheme: 'light',
    });
    const page = await context.newPage();
    await grantDurableStorage(context, shop.address);
    await page.goto(shop.address);
    await beforeSelling(page);
    await selling(page);
    await paying(page);
    await promotions(page);
    await sellTooMuch(page);
    await withoutALine(page, shop);
    await secondTab(context, shop);
    await inSpanish(page);
    await office(context, shop);
  } finally {
    await browser.close();
  }
}

if (!appIsBuilt(root)) {
  await buildApp(root);
}
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const demoData = await makeDemoData();
const shop = await openShop(demoData);
try {
  await walk(shop);
} finally {
  await shop.close();
  rmSync(demoData, { recursive: true, force: true });
}
