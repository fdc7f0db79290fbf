import { expect } from '@playwright/test';
import { connectWithCode, openTill } from './pages/front-door.ts';
import { PayPage } from './pages/pay-page.ts';
import { sellOnce } from './pages/sell-once.ts';
import { SellPage } from './pages/sell-page.ts';
import { openStatus } from './pages/status-page.ts';
import { expectAccessible } from './support/checks.ts';
import { expectArrivedOnce, pullTheLine, putTheLineBack } from './support/arrival.ts';
import type { LineState } from './support/line.ts';
import { test } from './support/test.ts';
import { grantDurableStorage } from './support/till-browser.ts';

const WRONG_ANSWERS: LineState[] = ['html', 'failing', 'silent', 'down'];

for (const state of WRONG_ANSWERS) {
  test(`the server's answer is "${state}": selling goes on, the sale is kept and sent later, once`, async ({
    page,
    shop,
  }) => {
    await openTill(page);
    shop.line.set(state);
    const number = await sellOnce(page, 'Cola 2 L');
    await expect(new SellPage(page).pill).toContainText('1 sale');
    await new PayPage(page).nextSale();
    const next = await sellOnce(page, 'Mineral water 1.5 L');

    // What hangs is cut, as when a cable is pulled and put back.
    await pullTheLine(shop, page.context());
    await putTheLineBack(shop, page.context());
    await expectArrivedOnce(shop, [number, next]);
  });
}

test('a server that fails: what waits is amber, told since when, and listed', async ({ page, shop }) => {
  await openTill(page);
  const { pill } = new SellPage(page);
  shop.line.set('failing');
  const number = await sellOnce(page, 'Cola 2 L');
  await expect(pill).toContainText('1 sale kept safe, not sent');
  await openStatus(page);
  await expect(page.getByText('Your money is safe; the server does not take all of it at the moment')).toBeVisible();
  await expect(page.getByText(/^Since \d.* the server has not been able to take anything/)).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: number })).toBeVisible();
  await expectAccessible(page);
  shop.line.set('up');
  await page.getByRole('button', { name: 'Send now' }).click();
  await expectArrivedOnce(shop, [number]);
  await expect(page.getByText('Everything has arrived at the server')).toBeVisible();
  await expect(page.getByText('Waiting to be sent')).toBeHidden();
});

test('a part of the app that did not come is asked for again with the next sale, which is sent', async ({
  browser,
  shop,
}) => {
  const context = await browser.newContext();
  await grantDurableStorage(context, shop.address);
  const page = await context.newPage();
  const sending = '**/assets/page-sender-*.js';
  const asked: string[] = [];
  await page.route(sending, async (route) => {
    asked.push(route.request().url());
    await route.abort();
  });
  await page.goto(shop.address);
  await openTill(page);
  expect(asked).not.toEqual([]);
  await page.unroute(sending);

  const number = await sellOnce(page, 'Cola 2 L');
  await new PayPage(page).nextSale();
  await expectArrivedOnce(shop, [number]);
  // The page itself has talked to the server, and not the service worker alone.
  await openStatus(page);
  await expect(page.getByText(/^Last answer of the server/)).toBeVisible();
  await context.close();
});

test.describe('connecting', () => {
  const words: [LineState, string][] = [
    ['down', 'The server does not answer'],
    ['html', 'Something else answered instead of the server'],
    ['failing', 'The server has a fault of its own'],
  ];
  for (const [state, refusal] of words) {
    test(`when the server's answer is "${state}" says so, and works afterwards`, async ({ page, shop }) => {
      await expect(page.getByRole('button', { name: 'Try the demo shop' })).toBeVisible();
      shop.line.set(state);
      await page.getByRole('button', { name: 'Try the demo shop' }).click();
      await expect(page.getByText(refusal)).toBeVisible();
      shop.line.set('up');
      await openTill(page);
    });
  }
});

test('another device took the register: sending pauses, selling goes on, a new code sends everything', async ({
  page,
  shop,
}) => {
  await openTill(page);
  const first = await sellOnce(page, 'Cola 2 L');
  await expectArrivedOnce(shop, [first]);
  // The demo guest is the first register; its token ends when another device connects as it.
  await enrolAnotherDevice(shop.address, await shop.enrolmentCode('demo-t01'));
  await new PayPage(page).nextSale();
  const second = await sellOnce(page, 'Mineral water 1.5 L');
  await new PayPage(page).nextSale();
  await expect(page.getByText('Sending is paused; selling goes on')).toBeVisible();
  const third = await sellOnce(page, 'Apple juice 1 L');
  expect((await shop.sales()).map((sale) => sale.transaction_number)).toEqual([first]);

  await new PayPage(page).nextSale();
  await page.getByRole('link', { name: 'Enter a code' }).click();
  await connectWithCode(page, await shop.enrolmentCode('demo-t01'));
  await expectArrivedOnce(shop, [first, second, third]);
});

async function enrolAnotherDevice(address: string, code: string): Promise<void> {
  const answer = await fetch(`${address}/api/v1/pos/enrolments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  });
  expect(answer.status).toBe(201);
}
