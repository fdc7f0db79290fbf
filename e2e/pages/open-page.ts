import type { BrowserContext, Page } from '@playwright/test';
import type { Shop } from '../support/shop.ts';

/** A window of a machine's browser, of a tablet's size, at the shop's front door. */
export async function openPage(context: BrowserContext, shop: Shop): Promise<Page> {
  const page = await context.newPage();
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(shop.address);
  return page;
}
