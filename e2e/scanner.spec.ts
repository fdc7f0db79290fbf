import { expect, type Locator, type Page } from '@playwright/test';
import { checkDigit } from '#core/barcode/gtin.ts';
import { CASHIER, connectToDemoShop, openDrawer, openTill, signIn } from './pages/front-door.ts';
import { PayPage } from './pages/pay-page.ts';
import { ScannerGun } from './pages/scanner-gun.ts';
import { SellPage } from './pages/sell-page.ts';
import { test } from './support/test.ts';

const COLA = { name: 'Cola 2 L', barcode: '7451007000181' };
const WATER = { name: 'Mineral water 1.5 L', barcode: '7451006000151' };

/** Codes of nobody: unknown ones, and misread ones, each different so that its red row can be found. */
function strayCode(place: number): string {
  const payload = `59012341${String(1000 + place)}`;
  const digit = Number(checkDigit(payload));
  return payload + String(place % 20 === 10 ? (digit + 1) % 10 : digit);
}

/** Two hundred scans: every tenth is nobody's, the others take turns. */
const SCANS = Array.from({ length: 200 }, (_, place) => {
  if (place % 10 === 0) {
    return strayCode(place);
  }
  return place % 3 === 0 ? WATER.barcode : COLA.barcode;
});
const STRAY = SCANS.filter((code) => code !== COLA.barcode && code !== WATER.barcode);
const countOf = (barcode: string) => SCANS.filter((code) => code === barcode).length;

test('200 scans at 20 a second, while dialogs open and close and the focus wanders: 200 outcomes, nothing in any field', async ({
  page,
}) => {
  await openTill(page);
  const sell = new SellPage(page);
  await sell.scan(COLA.barcode);
  await sell.choose(COLA.name);
  const fields = await watchFields(page);
  const gun = await ScannerGun.at(page);
  let scanning = true;
  const shooting = gun.shoot(SCANS, { perSecond: 20 }).finally(() => {
    scanning = false;
  });
  while (scanning) {
    await wander(page, sell);
  }
  await shooting;

  await expect(sell.line(COLA.name)).toContainText(`${1 + countOf(COLA.barcode)} ×`);
  await expect(sell.line(WATER.name)).toContainText(`${countOf(WATER.barcode)} ×`);
  await expect(sell.lines).toHaveCount(2);
  await expect(sell.misses).toHaveCount(STRAY.length);
  const rows = await sell.misses.allInnerTexts();
  expect(rows.map((row) => row.split('\n')[0])).toEqual(STRAY);
  expect(await fields.left()).toEqual([]);
});

/** Where a cashier's hands are meanwhile: the search, a discount, a note, and the buttons of a line. */
async function wander(page: Page, sell: SellPage): Promise<void> {
  const dialog = page.getByRole('dialog');
  await sell.search.focus();
  await sell.sale.getByRole('button', { name: 'Discount', exact: true }).last().click();
  await dialog.getByRole('textbox', { name: /^You may give up to/ }).focus();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await sell.sale.getByRole('button', { name: 'Note' }).click();
  await dialog.getByRole('textbox').focus();
  await dialog.getByRole('button', { name: 'Close' }).focus();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: 'Lock' }).focus();
  await sell.payButton.focus();
}

/**
 * Looks at each field that is left from now on, as long as it is there: what a scan typed before it was known for one is
 * taken back within a moment, so something that stands there at each of ten looks in half a second stays.
 */
async function watchFields(page: Page): Promise<{ left: () => Promise<string[]> }> {
  await page.evaluate(() => {
    const left: string[] = [];
    Object.assign(window, { leftInFields: left });
    window.addEventListener('focusout', ({ target }) => {
      if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) {
        return;
      }
      let looks = 0;
      const look = setInterval(() => {
        looks += 1;
        if (target.value === '' || !target.isConnected) {
          clearInterval(look);
        } else if (looks === 10) {
          clearInterval(look);
          left.push(target.value);
        }
      }, 53);
    });
  });
  return {
    left: async () => {
      await page.waitForTimeout(600);
      return page.evaluate(() => {
        const fields = [...document.querySelectorAll<HTMLInputElement>('input, textarea')].map((field) => field.value);
        const before: unknown = Reflect.get(window, 'leftInFields');
        return [...fields, ...(Array.isArray(before) ? before.map(String) : [])].filter((value) => value !== '');
      });
    },
  };
}

test('a slow scanner without a wire leaves nothing in the field, and is known after a few scans', async ({ page }) => {
  await openTill(page);
  const sell = new SellPage(page);
  const gun = await ScannerGun.at(page);
  for (let scans = 1; scans <= 4; scans += 1) {
    await sell.search.focus();
    await gun.scan(WATER.barcode, { gapMs: 50 });
    await expect(sell.line(WATER.name)).toContainText(`${scans} ×`);
    await expect(sell.search).toHaveValue('');
  }
  // Code without a check digit, at the same pace: only a till that has learned its scanner takes it for a scan.
  await gun.scan('99-1234', { gapMs: 50 });
  await expect(sell.misses).toContainText('99-1234');
  await expect(sell.search).toHaveValue('');
});

test('a scan during which somebody goes to another place is a whole scan', async ({ page }) => {
  await openTill(page);
  const sell = new SellPage(page);
  const gun = await ScannerGun.at(page);
  await gun.scanWhile(COLA.barcode, async () => {
    await sell.pill.click();
    await expect(page).toHaveURL(/status/);
  });
  await expect(sell.line(COLA.name)).toContainText('1 ×');
  await expect(sell.misses).toHaveCount(0);
});

test('a scan of which only the first key is there for half a second is a whole scan, and no quantity', async ({
  page,
}) => {
  await openTill(page);
  const sell = new SellPage(page);
  const gun = await ScannerGun.at(page);
  await sell.scan(WATER.barcode);
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) {
      document.activeElement.blur();
    }
  });
  await gun.scanHeldUp(COLA.barcode, { gapMs: 8, lateMs: 500 });
  await expect(sell.line(COLA.name)).toContainText('1 ×');
  await expect(sell.misses).toHaveCount(0);
  await sell.search.focus();
  await gun.scanHeldUp(COLA.barcode, { gapMs: 8, lateMs: 500 });
  await expect(sell.line(COLA.name)).toContainText('2 ×');
  await expect(sell.search).toHaveValue('');
});

test('such a scan leaves nothing in the PIN, in the float or in the cash received', async ({ page }) => {
  await connectToDemoShop(page);
  await page.getByRole('button', { name: CASHIER.name }).click();
  const sell = new SellPage(page);
  const pay = new PayPage(page);
  const gun = await ScannerGun.at(page);
  const staysAsItIs = async (field: Locator, answer: Locator) => {
    await field.fill('12');
    for (const focused of [false, true]) {
      await (focused ? field.focus() : field.blur());
      await gun.scanHeldUp(COLA.barcode, { gapMs: 8, lateMs: 500 });
      await expect(answer).toBeVisible();
      await expect(field).toHaveValue('12');
    }
  };
  const notTaken = page.getByText('That scan was not taken');
  await staysAsItIs(page.getByLabel(/^PIN of/), notTaken);
  await signIn(page);
  await staysAsItIs(page.getByRole('textbox', { name: 'Float' }), notTaken);
  await openDrawer(page);
  await sell.scan(WATER.barcode);
  await sell.pay();
  await staysAsItIs(pay.received, page.getByText(/^Scanned while paying: .*Cola/));
});

test('a scan while the till is locked, or before the drawer is open, is answered; none gets into the PIN', async ({
  page,
}) => {
  await openTill(page);
  const sell = new SellPage(page);
  await sell.scan(COLA.barcode);
  await page.getByRole('button', { name: 'Lock' }).click();
  const pin = page.getByLabel(/^PIN of/);
  await expect(pin).toBeFocused();
  await sell.scan(WATER.barcode);
  await expect(page.getByText('That scan was not taken')).toBeVisible();
  await expect(pin).toHaveValue('');
  await signIn(page);
  await expect(sell.lines).toHaveCount(1);
  await page.getByRole('button', { name: 'Lock' }).click();
  await expect(pin).toBeFocused();
  await expect(page.getByText('That scan was not taken')).toBeHidden();
});

test('whatever has the focus is as it was before the scan: numbers, lists, long texts with the caret in them, buttons', async ({
  page,
}) => {
  await openTill(page);
  const sell = new SellPage(page);
  await page.evaluate(() => {
    const places = document.createElement('div');
    places.style.cssText = 'position: fixed; inset: 0 auto auto 0; z-index: 99';
    places.innerHTML = `
      <input type="number" aria-label="a number" value="12">
      <input type="date" aria-label="a date" value="2026-01-31">
      <select aria-label="a list"><option>one</option><option selected>two</option><option>7 of them</option></select>
      <textarea aria-label="a text">before and after</textarea>
      <div contenteditable aria-label="a page">some words</div>
      <button aria-label="a button" onclick="this.textContent = 'pressed'">not pressed</button>`;
    document.body.append(places);
    places.querySelector('textarea')?.setSelectionRange(6, 10);
  });
  const names = ['a number', 'a date', 'a list', 'a text', 'a page', 'a button'];
  for (const name of names) {
    await page.getByLabel(name).focus();
    await sell.scan('A 1234 5678');
    await sell.scan(COLA.barcode);
  }
  await expect(sell.line(COLA.name)).toContainText(`${names.length} ×`);
  await expect(sell.misses).toHaveCount(names.length);
  await expect(page.getByLabel('a number')).toHaveValue('12');
  await expect(page.getByLabel('a date')).toHaveValue('2026-01-31');
  await expect(page.getByLabel('a list')).toHaveValue('two');
  await expect(page.getByLabel('a text')).toHaveValue('before and after');
  const caret = await page
    .getByLabel('a text')
    .evaluate((text: HTMLTextAreaElement) => [text.selectionStart, text.selectionEnd]);
  expect(caret).toEqual([6, 10]);
  await expect(page.getByLabel('a page')).toHaveText('some words');
  await expect(page.getByLabel('a button')).toHaveText('not pressed');
});

test('in a second tab a scan is answered, and its Enter takes nothing over', async ({ page, shop }) => {
  await openTill(page);
  const second = await page.context().newPage();
  await second.goto(shop.address);
  const takeOver = second.getByRole('button', { name: 'Take over here' });
  await takeOver.focus();
  await new SellPage(second).scan(COLA.barcode);
  await expect(second.getByText('That scan was not taken')).toBeVisible();
  await expect(takeOver).toBeEnabled();
});

test('a code that is pasted into the search and sent with Enter is a scan too', async ({ page }) => {
  await openTill(page);
  const sell = new SellPage(page);
  for (const code of [COLA.barcode, '4006381333931']) {
    await sell.search.focus();
    await page.keyboard.insertText(code);
    await page.keyboard.press('Enter');
  }
  await expect(sell.line(COLA.name)).toBeVisible();
  await expect(sell.misses).toContainText('4006381333931');
  await expect(sell.search).toHaveValue('');
});
