import { expect } from '@playwright/test';
import { sizeOf } from '#testkit/size.ts';
import { openTill } from '../pages/front-door.ts';
import { expectBooksToHold, putTheLineBack } from '../support/arrival.ts';
import { RobotCashier } from '../support/robot-cashier.ts';
import { seeded } from '../support/seeded.ts';
import { report } from '../support/report.ts';
import { test } from '../support/test.ts';

const KILLS = sizeOf('SERVER_KILLS', { small: 3, nightly: 15 });
const BACKLOG = 20;

test.use({ outside: { asChild: true } });

test('the server is killed while the till hands over: all is there once when it is back', async ({ page, shop }) => {
  test.setTimeout(120_000 + KILLS * 40_000);
  const draw = seeded();
  console.log(`server-killed.spec.ts draws from SEED=${String(draw.seed)}`);
  await openTill(page);
  const robot = await RobotCashier.at(page);
  let halfWay = 0;
  for (let kills = 0; kills < KILLS; kills += 1) {
    shop.line.set('down');
    await robot.sell(BACKLOG);
    const before = await shop.countSales();
    // The push is on its way in; the server has between nothing and all of it when it ends.
    const arriving = shop.line.nextArrival('/api/v1/pos/sync');
    await putTheLineBack(shop, page.context());
    await arriving;
    await new Promise((resolve) => setTimeout(resolve, draw.between(0, 120)));
    // Selling goes on meanwhile.
    await Promise.all([robot.sell(5), shop.killServer()]);
    halfWay += (await shop.countSales()) > before ? 1 : 0;
    await putTheLineBack(shop, page.context());
    await expect.poll(() => shop.countSales(), { timeout: 90_000 }).toBe(robot.told.length);
  }
  await expectBooksToHold(shop, robot.told);
  report('server killed while the page sends', {
    kills: KILLS,
    'killed after it had stored something': halfWay,
    'sales told': robot.told.length,
    lost: 0,
    doubled: 0,
    seed: draw.seed,
  });
});
