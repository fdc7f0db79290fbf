import type { Page } from '@playwright/test';
import { PayPage } from './pay-page.ts';
import { SellPage } from './sell-page.ts';

/** Sells one piece of something for exact cash; the number of the sale. The screen stays at the change. */
export async function sellOnce(page: Page, product: string): Promise<string> {
  const sell = new SellPage(page);
  const pay = new PayPage(page);
  await sell.add(product);
  await sell.pay();
  await pay.exact.click();
  return pay.number();
}
