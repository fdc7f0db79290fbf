import { expect, type Locator, type Page } from '@playwright/test';

/** Seconds between two characters of a scanner. */
const SCANNER_GAP = 0.008;

/** The sell screen on a tablet or a desk: goods on one side, the sale on the other. */
export class SellPage {
  readonly page: Page;
  readonly search: Locator;
  readonly sale: Locator;
  readonly lines: Locator;
  readonly misses: Locator;
  readonly payButton: Locator;
  /** Online or not, and how many sales exist only here. */
  readonly pill: Locator;

  constructor(page: Page) {
    this.page = page;
    this.search = page.getByRole('textbox', { name: /^Scan, or search/ });
    this.sale = page.getByRole('region', { name: 'Sale' });
    this.lines = this.sale.getByRole('list', { name: 'Lines' }).getByRole('listitem');
    this.misses = this.sale.getByRole('list', { name: 'Scans to deal with' }).getByRole('listitem');
    this.payButton = this.sale.getByRole('button', { name: /^Pay/ });
    this.pill = page.locator('a[href="/status"]');
  }

  line(name: string): Locator {
    return this.lines.filter({ hasText: name });
  }

  /** What is to be touched among the goods: the favourites, or what was searched for. */
  tile(name: string): Locator {
    return this.page.getByRole('region', { name: 'Products' }).getByRole('button', { name });
  }

  /** A figure under the lines, such as "Promotions". */
  figure(name: string | RegExp): Locator {
    return this.sale.locator('dl > div').filter({ hasText: name }).locator('dd');
  }

  /** What a scanner that is a keyboard sends: characters faster than any person, then Enter. */
  async scan(code: string): Promise<void> {
    const session = await this.page.context().newCDPSession(this.page);
    const start = Date.now() / 1000;
    const keys = [...Array.from(code, (char) => ({ key: char, text: char })), { key: 'Enter', text: '\r' }];
    await Promise.all(
      keys.flatMap(({ key, text }, place) => {
        const timestamp = start + place * SCANNER_GAP;
        return [
          session.send('Input.dispatchKeyEvent', { type: 'keyDown', key, text, timestamp }),
          session.send('Input.dispatchKeyEvent', { type: 'keyUp', key, timestamp }),
        ];
      }),
    );
    await session.detach();
    // The scanner is still typing by the clock of its keys; nobody presses one before it has done.
    const typing = (start + (keys.length + 4) * SCANNER_GAP) * 1000 - Date.now();
    await new Promise((resolve) => setTimeout(resolve, Math.max(typing, 0)));
  }

  /** Finds the product by its name and takes it. */
  async add(name: string): Promise<void> {
    await this.search.fill(name);
    await this.tile(name).first().click();
    await expect(this.line(name)).toBeVisible();
  }

  /** The buttons of one line: they are shown while it is chosen. */
  async choose(name: string): Promise<Locator> {
    const line = this.line(name);
    const head = line.getByRole('button').first();
    if ((await head.getAttribute('aria-expanded')) !== 'true') {
      await head.click();
    }
    return line;
  }

  async pay(): Promise<void> {
    await this.payButton.click();
    await this.page.getByText('Left to pay').waitFor();
  }
}
