import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, type Page } from '@playwright/test';
import type { Policy } from '#core/catalogue/catalogue.ts';
import { makeDemoData, openShop, type Shop, type ShopOptions } from './shop.ts';
import { grantDurableStorage, startTillBrowser, type TillBrowser } from './till-browser.ts';

/** A browser profile on disk that outlives its browsers. */
export interface Machine {
  profile: string;
  /** Starts a browser over the profile; one at a time. */
  start: () => Promise<TillBrowser>;
}

interface Fixtures {
  /** What the shop's local decided otherwise than the demo's; for `test.use`. */
  policy: Partial<Policy>;
  /** How the shop's server and line are made; for `test.use`. */
  outside: Omit<ShopOptions, 'policy'>;
  /** A demo shop of this test's own. */
  shop: Shop;
  /** A page on the shop's front door, in a browser that forgets. Storage that stays is granted. */
  page: Page;
  /** A machine whose browser can be killed, for tests about what survives. */
  machine: Machine;
}

export const test = base.extend<Fixtures, { demoData: string }>({
  demoData: [
    // Playwright reads from the braces which fixtures are wanted, and this one wants none.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, run) => {
      const folder = await makeDemoData();
      await run(folder);
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],

  policy: [{}, { option: true }],
  outside: [{}, { option: true }],

  shop: async ({ demoData, policy, outside }, run) => {
    const shop = await openShop(demoData, { policy, ...outside });
    await run(shop);
    await shop.close();
  },

  page: async ({ page, shop }, run, info) => {
    await grantDurableStorage(page.context(), shop.address);
    await page.goto(shop.address);
    await run(page);
    if (info.status !== info.expectedStatus) {
      // A machine that runs this unattended keeps the end of what is printed and nothing else: errors are told there.
      const shown = await page.locator('body').ariaSnapshot({ timeout: 5000 }).catch(String);
      throw new Error(`On the screen of ${page.url()} when this failed:\n${shown}`);
    }
  },

  machine: async ({ shop }, run) => {
    const profile = mkdtempSync(join(tmpdir(), 'mostrador-profile-'));
    const started: TillBrowser[] = [];
    await run({
      profile,
      async start() {
        const browser = await startTillBrowser(profile, shop.address);
        started.push(browser);
        return browser;
      },
    });
    await Promise.all(started.map((browser) => browser.kill()));
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  },
});
