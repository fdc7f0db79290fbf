import { expect } from '@playwright/test';
import type { Shop } from './shop.ts';

/** Waits until the server holds exactly these sales, each once and each balanced to nothing. */
export async function expectArrivedOnce(shop: Shop, numbers: readonly string[]): Promise<void> {
  await expect
    .poll(async () => (await shop.sales()).map((sale) => sale.transaction_number).sort(), { timeout: 45_000 })
    .toEqual([...numbers].sort());
  expect(await shop.balances()).toEqual(numbers.map(() => '0.00'));
}

/** The line breaks, and the browser notices as it would when a cable is pulled. */
export async function pullTheLine(
  shop: Shop,
  context: { setOffline: (offline: boolean) => Promise<void> },
): Promise<void> {
  shop.line.set('down');
  await context.setOffline(true);
}

export async function putTheLineBack(
  shop: Shop,
  context: { setOffline: (offline: boolean) => Promise<void> },
): Promise<void> {
  shop.line.set('up');
  await context.setOffline(false);
}
