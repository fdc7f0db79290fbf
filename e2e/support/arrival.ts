import { expect } from '@playwright/test';
import type { Shop } from './shop.ts';

/** Waits until the server holds exactly these sales, each once and each balanced to nothing. */
export async function expectArrivedOnce(shop: Shop, numbers: readonly string[]): Promise<void> {
  await expect
    .poll(async () => (await shop.sales()).map((sale) => sale.transaction_number).sort(), { timeout: 45_000 })
    .toEqual([...numbers].sort());
  expect(await shop.balances()).toEqual(numbers.map(() => '0.00'));
}

/** The same for any number of sales, read from the server's own file: each once, in order, and every sum right. */
export async function expectBooksToHold(shop: Shop, numbers: readonly string[]): Promise<void> {
  await expect.poll(() => shop.countSales(), { timeout: 90_000 }).toBeGreaterThanOrEqual(numbers.length);
  expect(await shop.books()).toMatchObject({ numbers, copies: 0, quarantined: 0, findings: [] });
}

interface Window {
  setOffline: (offline: boolean) => Promise<void>;
}

/** The line breaks, and the browser notices, as it does when a cable is pulled. */
export async function pullTheLine(shop: Shop, window: Window): Promise<void> {
  shop.line.set('down');
  await window.setOffline(true);
}

/** There is a line again, and the browser notices, also when it never knew that there was none. */
export async function putTheLineBack(shop: Shop, window: Window): Promise<void> {
  shop.line.set('up');
  await window.setOffline(true);
  await window.setOffline(false);
}
