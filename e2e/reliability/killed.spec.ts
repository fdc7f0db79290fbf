import { expect, type Page } from '@playwright/test';
import { sizeOf } from '#testkit/size.ts';
import { openTill, signIn } from '../pages/front-door.ts';
import { openPage } from '../pages/open-page.ts';
import { expectBooksToHold, putTheLineBack } from '../support/arrival.ts';
import { RobotCashier } from '../support/robot-cashier.ts';
import { seeded } from '../support/seeded.ts';
import type { Shop } from '../support/shop.ts';
import { report } from '../support/report.ts';
import { type Machine, test } from '../support/test.ts';
import { chainFaults, numbersOf, readJournal } from '../support/till-journal.ts';
import type { TillBrowser } from '../support/till-browser.ts';

const KILLS = sizeOf('KILLS', { small: 5, nightly: 50 });

test('the browser is killed at random moments while it sells: nothing told is lost, nothing is there twice', async ({
  machine,
  shop,
}) => {
  test.setTimeout(120_000 + KILLS * 30_000);
  const draw = seeded();
  console.log(`killed.spec.ts draws from SEED=${String(draw.seed)}`);
  const told: string[] = [];
  let restored = 0;
  let inDoubt = 0;

  let browser = await machine.start();
  let page = await openPage(browser.context, shop);
  await openTill(page);
  for (let kills = 0; kills < KILLS; kills += 1) {
    shop.line.set(draw.chance(1 / 3) ? 'up' : 'down');
    if (kills > 0 && draw.chance(1 / 4)) {
      // Not while it sells but while it starts: what the last kill left is just being mended.
      await browser.kill();
      browser = await killedWhileStarting(machine, shop, draw.between(0, 1500));
    } else {
      await sellUntilKilled({ page, browser, told, afterMs: draw.between(0, 2500) });
      browser = await machine.start();
    }
    page = await openPage(browser.context, shop);
    await signIn(page);
    const events = await readJournal(page);
    expect(chainFaults(events), `after kill ${String(kills + 1)}`).toEqual([]);
    const numbers = numbersOf(events);
    expect(
      told.filter((number) => !numbers.includes(number)),
      `told and not there after kill ${String(kills + 1)}`,
    ).toEqual([]);
    restored = events.filter(({ type }) => type === 'data.restored').length;
    inDoubt = numbers.length - told.length;
  }

  // One more sale, so that the last start is shown to go on as well.
  const robot = await RobotCashier.at(page, told);
  await robot.sell(1);
  await putTheLineBack(shop, browser.context);
  const numbers = numbersOf(await readJournal(page));
  await expectBooksToHold(shop, numbers);
  report('browser killed', {
    kills: KILLS,
    'sales told': told.length,
    'sales stored but never shown': inDoubt,
    lost: 0,
    doubled: 0,
    'copies mended': restored,
    seed: draw.seed,
  });
});

interface Life {
  page: Page;
  browser: TillBrowser;
  told: string[];
  afterMs: number;
}

/** Sells as fast as it goes; the end comes so many milliseconds after the first sale of this life was told. */
async function sellUntilKilled({ page, browser, told, afterMs }: Life): Promise<void> {
  const robot = await RobotCashier.at(page, told);
  await robot.sell(1);
  await robot.begin();
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  await browser.kill();
}

/** Starts the till and kills it so many milliseconds later; the browser that comes after. */
async function killedWhileStarting(machine: Machine, shop: Shop, afterMs: number): Promise<TillBrowser> {
  const browser = await machine.start();
  // The page may be gone before it is there; nobody waits for it, for a page whose browser dies while it is being made
  // may say nothing any more, not even that it failed.
  openPage(browser.context, shop).catch(() => null);
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  await browser.kill();
  return machine.start();
}
