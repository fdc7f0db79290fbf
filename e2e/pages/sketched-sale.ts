import { expect } from '@playwright/test';
import type { SellPage } from './sell-page.ts';

/** What a scale prints for 0.780 kg of tomatoes, PLU 1201. */
const TOMATOES_780_G = '2001201007803';

/** Rings up a sale with a bit of everything: goods by the piece, by weight, three for two, a fifth off. */
export async function ringUpSketchedSale(sell: SellPage): Promise<void> {
  await sell.search.fill('');
  await sell.tile('Wholemeal bread 600 g').click();
  for (const quantity of ['1', '2', '3']) {
    await sell.tile('Cola 2 L').click();
    await expect(sell.line('Cola 2 L')).toContainText(`${quantity} × 2.50`);
  }
  await sell.scan(TOMATOES_780_G);
  await expect(sell.line('Tomatoes on the vine')).toBeVisible();
  await sell.tile('Extra virgin olive oil 1 L').click();
  for (const quantity of ['1', '2']) {
    await sell.tile('Natural yogurt, pack of 4').click();
    await expect(sell.line('Natural yogurt')).toContainText(`${quantity} × 1.32`);
  }
}
