import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { openTill, signIn, signInIfAsked } from './pages/front-door.ts';
import { signInToOfficePage } from './pages/office-page.ts';
import { openPage } from './pages/open-page.ts';
import { PayPage } from './pages/pay-page.ts';
import { sellOnce } from './pages/sell-once.ts';
import { sendNow } from './pages/status-page.ts';
import { SellPage } from './pages/sell-page.ts';
import { expectArrivedOnce } from './support/arrival.ts';
import { startTillBrowser } from './support/till-browser.ts';
import { test } from './support/test.ts';

test.setTimeout(180_000);

test('a profile is copied and both tills sell as one register: nothing is lost or overwritten, and the office is told', async ({
  machine,
  shop,
}) => {
  const original = await machine.start();
  const page = await openPage(original.context, shop);
  await openTill(page);
  const shared = await sellOnce(page, 'Cola 2 L');
  await new PayPage(page).nextSale();
  await expectArrivedOnce(shop, [shared]);
  await original.quit();

  const folder = mkdtempSync(join(tmpdir(), 'mostrador-clone-'));
  cpSync(machine.profile, folder, { recursive: true, filter: (path) => !/Singleton|DevToolsActivePort/.test(path) });
  shop.line.set('down');
  const first = await machine.start();
  const second = await startTillBrowser(folder, shop.address);
  try {
    // Both sell without a line, each sure of being the register: the same places in the journal are taken twice.
    const here = await openPage(first.context, shop);
    const there = await openPage(second.context, shop);
    await signIn(here);
    await signIn(there);
    const sold = [await sellOnce(here, 'Mineral water 1.5 L'), await sellOnce(there, 'Ground coffee 250 g')];
    await new PayPage(here).nextSale();
    await new PayPage(there).nextSale();
    sold.push(await sellOnce(here, 'Apple juice 1 L'), await sellOnce(there, 'Cola 2 L'));
    await new PayPage(here).nextSale();
    await new PayPage(there).nextSale();

    shop.line.set('up');
    for (const till of [here, there]) {
      await sendNow(till);
      await expect(new SellPage(till).page.getByText('Everything has arrived at the server')).toBeVisible({
        timeout: 45_000,
      });
    }
    // What the second one sold under taken numbers is kept beside it, and a person is told of each.
    await expect.poll(async () => (await shop.sales()).length).toBe(3);
    expect((await shop.books()).copies).toBe(2);
    const office = await second.context.newPage();
    await signInToOfficePage(office, shop.address);
    await office.goto(`${shop.address}/office/attention`);
    await expect(office.getByRole('heading', { name: 'Two devices as one register' })).toHaveCount(2);
    await office.close();

    // From now on they cannot meet: one goes on in an epoch of its own.
    const later: string[] = [];
    for (const till of [here, there]) {
      await till.goto(shop.address);
      await signInIfAsked(till);
      later.push(await sellOnce(till, 'Cola 2 L'));
    }
    expect(new Set([shared, ...sold.slice(0, 1), ...later]).size).toBe(4);
    await expect.poll(async () => (await shop.sales()).length, { timeout: 45_000 }).toBe(5);
    expect(await shop.balances()).toEqual(Array.from({ length: 5 }, () => '0.00'));
  } finally {
    await second.kill();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});
