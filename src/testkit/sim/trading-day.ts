import type { Broken } from './check-world.ts';
import type { DiskCall, Mishap } from './mishap.ts';
import { SeededRandom } from './seeded-random.ts';
import type { LineMishap } from './sim-line.ts';
import { SimShop } from './sim-shop.ts';

const MINUTE = 60_000;

/** The calls that a day is made of: to a till's disk, to the server's database, and over the line. */
export type DayCall = 'till' | 'server' | 'line';

/** What befalls which call of the day; the first is number 0. */
export type Blow =
  | { on: 'till' | 'server'; call: number; mishap: Exclude<Mishap, 'none'> }
  | { on: 'line'; call: number; mishap: Exclude<LineMishap, 'none'> };

export interface DayReport {
  /** How many calls of each kind the day made. */
  calls: Record<DayCall, number>;
  sales: number;
  broken: Broken;
}

/**
 * One short trading day, always the same: a till is switched on, sells, loses the line and sells on, is closed and
 * opened, taken over by a second tab, gets the line back, sells. One single call of it meets a mishap. Then all comes to
 * rest and is checked. `database` is the file that the server begins with.
 */
export async function liveDay(database: string, blow: Blow | null): Promise<DayReport> {
  const calls: Record<DayCall, number> = { till: 0, server: 0, line: 0 };
  /** Only what happens between opening and closing time counts. */
  let isOpen = false;
  const strikes = (on: DayCall) => {
    const number = calls[on];
    calls[on] += isOpen ? 1 : 0;
    return isOpen && blow?.on === on && blow.call === number;
  };
  const disk =
    (on: 'till' | 'server') =>
    (call: DiskCall): Mishap =>
      call !== 'file_call' && strikes(on) && blow !== null && blow.on !== 'line' ? blow.mishap : 'none';
  const shop = new SimShop(database, new SeededRandom(5), {
    tillDisk: disk('till'),
    serverDisk: disk('server'),
    line: () => (strikes('line') && blow?.on === 'line' ? blow.mishap : 'none'),
    everyCustomerMs: 5_000,
  });
  try {
    await shop.open(1);
    isOpen = true;
    await trade(shop);
    isOpen = false;
    await shop.comeToRest();
    return { calls, sales: shop.sales, broken: await shop.check() };
  } finally {
    await shop.close();
  }
}

/** Each part of the day lasts as long as it lasts, whatever has gone wrong: what is not done by then is done later. */
async function trade(shop: SimShop): Promise<void> {
  const [till] = shop.tills;
  if (till === undefined) {
    throw new Error('a day needs a till');
  }
  till.cashier.customersLeft = 8;
  await shop.pass(10_000);
  till.line.isDown = true;
  await shop.pass(10_000);
  till.quit();
  await shop.pass(MINUTE);
  till.takeOver();
  await shop.pass(10_000);
  till.line.isDown = false;
  till.drainer?.wake();
  await shop.pass(2 * MINUTE);
  till.drainInBackground().catch((error: unknown) => {
    shop.fail(error);
  });
  await shop.pass(5 * MINUTE);
}
