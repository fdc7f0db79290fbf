import { expect } from '@playwright/test';
import { sizeOf } from '#testkit/size.ts';
import { openTill, signIn } from '../pages/front-door.ts';
import { openPage } from '../pages/open-page.ts';
import { expectBooksToHold, putTheLineBack } from '../support/arrival.ts';
import { RobotCashier } from '../support/robot-cashier.ts';
import { report } from '../support/report.ts';
import { test } from '../support/test.ts';
import { tearLogHeader } from '../support/till-browser.ts';
import { chainFaults, numbersOf, readJournal } from '../support/till-journal.ts';

const ROUNDS = sizeOf('TORN', { small: 1, nightly: 10 });

test('a crash tears the log of the databases: the browser throws all of them away, and the file gives all back', async ({
  machine,
  shop,
}) => {
  test.setTimeout(120_000 + ROUNDS * 60_000);
  const told: string[] = [];
  let browser = await machine.start();
  let page = await openPage(browser.context, shop);
  await openTill(page);
  await (await RobotCashier.at(page, told)).sell(5);
  await expect.poll(() => shop.countSales(), { timeout: 60_000 }).toBe(5);
  // From here on there is no line: nothing but the file can give anything back, what may be sold and the PINs included.
  shop.line.set('down');
  let restored = 0;

  for (let round = 1; round <= ROUNDS; round += 1) {
    await browser.kill();
    await tearLogHeader(machine.profile, shop.address);
    // All looks well on this start; what is written goes behind the torn header.
    browser = await machine.start();
    page = await openPage(browser.context, shop);
    await signIn(page);
    await (await RobotCashier.at(page, told)).sell(5);
    await browser.quit();

    browser = await machine.start();
    page = await openPage(browser.context, shop);
    await signIn(page);
    const events = await readJournal(page);
    const mendings = events.filter((event) => event.type === 'data.restored');
    expect(mendings).toHaveLength(round);
    const mending = mendings.at(-1);
    // It was lost, and wholly: all there is had to be put back, also what the server had confirmed long ago.
    expect(mending?.body).toMatchObject({ cause: 'database_short', events_restored: events.length - 1 });
    restored += mending?.body.events_restored ?? 0;
    expect(chainFaults(events)).toEqual([]);
    // The same epoch: what was last written is proven.
    expect(events.every(({ epoch }) => epoch === 1)).toBe(true);
    expect(numbersOf(events)).toEqual(told);
    // Nobody had left the change of the last sale when the power went: it is shown again, though the journal goes on.
    await page.getByRole('button', { name: /^New sale/ }).click();
    await expect(page.getByText('was put right from its second copy')).toBeVisible();
    await page.getByRole('button', { name: 'Understood' }).click();
    await expect(page.getByText('was put right from its second copy')).toBeHidden();
    await (await RobotCashier.at(page, told)).sell(2);
  }

  await putTheLineBack(shop, browser.context);
  await expectBooksToHold(shop, told);
  report('databases thrown away by the browser', {
    times: ROUNDS,
    'sales told': told.length,
    lost: 0,
    doubled: 0,
    'events given back by the file': restored,
  });
});
