import { readdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { sizeOf } from '#testkit/size.ts';
import { openTill, signIn, signInIfAsked } from '../pages/front-door.ts';
import { openPage } from '../pages/open-page.ts';
import { PayPage } from '../pages/pay-page.ts';
import { sellOnce } from '../pages/sell-once.ts';
import { expectArrivedOnce, expectBooksToHold, pullTheLine, putTheLineBack } from '../support/arrival.ts';
import { RobotCashier } from '../support/robot-cashier.ts';
import { openSmallDisk } from '../support/small-disk.ts';
import { report } from '../support/report.ts';
import { test } from '../support/test.ts';
import { startTillBrowser } from '../support/till-browser.ts';
import { chainFaults, numbersOf, readJournal } from '../support/till-journal.ts';

interface Quota {
  free: () => Promise<void>;
}

/** The browser gives this origin not one byte more, until it is freed again. */
async function fillTheQuota(page: Page, origin: string): Promise<Quota> {
  const session = await page.context().newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
  return {
    async free() {
      await session.send('Storage.overrideQuotaForOrigin', { origin });
    },
  };
}

test('a device without room is not made a till, and can be once there is room', async ({ machine, shop }) => {
  const { context } = await machine.start();
  const page = await openPage(context, shop);
  const tryIt = page.getByRole('button', { name: 'Try the demo shop' });
  await tryIt.waitFor();
  const quota = await fillTheQuota(page, shop.address);
  await tryIt.click();
  await expect(page.getByText('This device has no room for a till')).toBeVisible();
  await quota.free();
  await openTill(page);
});

test('the disk fills up: sales are kept in the one copy that has its room already, and the cashier is told', async ({
  machine,
  shop,
}) => {
  const { context } = await machine.start();
  const page = await openPage(context, shop);
  await openTill(page);
  const quota = await fillTheQuota(page, shop.address);
  await pullTheLine(shop, page.context());
  await page.reload();
  await signInIfAsked(page);
  const numbers = [await sellOnce(page, 'Cola 2 L')];
  await new PayPage(page).nextSale();
  await expect(page.getByText('Sales are kept in one copy only')).toBeVisible();
  await expect(page.getByText(/^This device (is nearly full|has no room left)$/)).toBeVisible();
  numbers.push(await sellOnce(page, 'Mineral water 1.5 L'));

  await quota.free();
  await putTheLineBack(shop, page.context());
  await expectArrivedOnce(shop, numbers);
});

const JOURNAL_BYTES = 8 * 2 ** 20;
/** Room for so many megabytes of the journal file when the disk is full; all of it takes some thousand sales to fill. */
const KEPT_MEGABYTES = sizeOf('DISK_MEGABYTES', { small: 0.75, nightly: 8 });

test('the disk is really full: sales go on in the room that was kept, then selling stops before money is taken', async ({
  shop,
}, info) => {
  const disk = openSmallDisk(300);
  info.skip(disk === null, 'mounting a disk of its own needs root');
  if (disk === null) {
    return;
  }
  test.setTimeout(300_000 + KEPT_MEGABYTES * 300_000);
  const profile = join(disk.folder, 'profile');
  let browser = await startTillBrowser(profile, shop.address);
  try {
    let page = await openPage(browser.context, shop);
    await openTill(page);
    const told: string[] = [];
    await (await RobotCashier.at(page, told)).sell(3);
    await expect.poll(() => shop.countSales(), { timeout: 60_000 }).toBe(3);
    await browser.quit();

    // As if the disk had been nearly full when the file was to be made larger: only its beginning is there.
    truncateSync(journalFileIn(profile), KEPT_MEGABYTES * 2 ** 20);
    shop.line.set('down');
    browser = await startTillBrowser(profile, shop.address);
    // So little is left that the file cannot grow, and yet the browser can open what it has: on a disk without one
    // free byte it finds no service worker, and without a line no app.
    disk.fill(0.9 * 2 ** 20);
    page = await openPage(browser.context, shop);
    await signIn(page);
    disk.fill();
    const robot = await RobotCashier.at(page, told);
    await robot.sellUntil(page.getByText('This device has no room to write a sale down'));
    const soldWhenFull = told.length - 3;
    expect(soldWhenFull).toBeGreaterThan(10);
    // The app can still start without a line: the browser has not thrown it away over something that had no room.
    expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(1);
    // No money was taken for the sale that is open: it is still being made.
    await expect(page.getByText('Left to pay')).toBeHidden();

    disk.free();
    await robot.sell(3);
    await browser.quit();
    browser = await startTillBrowser(profile, shop.address);
    page = await openPage(browser.context, shop);
    await signIn(page);
    const events = await readJournal(page);
    // A database that met the full disk may be thrown away by the browser: what the server had confirmed before is then with
    // the server alone, the drawer's opening and three sales. The file has all the rest.
    const [first] = events;
    const gone = first === undefined || first.seq === 1 ? null : { epoch: 1, seq: 4, hash: first.prev_hash, sales: 3 };
    expect(chainFaults(events, gone)).toEqual([]);
    expect(numbersOf(events)).toEqual(told.slice(gone?.sales ?? 0));
    await (await RobotCashier.at(page, told)).sell(2);
    await putTheLineBack(shop, browser.context);
    await expectBooksToHold(shop, told);
    report('disk full', {
      'sales told while full': soldWhenFull,
      'sales told': told.length,
      'database thrown away': gone === null ? 0 : 1,
      lost: 0,
      doubled: 0,
    });
  } finally {
    await browser.kill();
    disk.close();
  }
});

/** Where the browser keeps the journal's file: the one that was made 8 MiB large at set-up. */
function journalFileIn(profile: string): string {
  const root = join(profile, 'Default', 'File System');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((name) => join(root, name));
  const found = files.find((file) => statSync(file).isFile() && statSync(file).size === JOURNAL_BYTES);
  if (found === undefined) {
    throw new Error(`There is no journal file under ${root}.`);
  }
  return found;
}
