import { expect, type Locator, type Page } from '@playwright/test';

/** From what is left to pay to the sale written down. */
export class PayPage {
  readonly page: Page;
  readonly exact: Locator;
  readonly received: Locator;
  readonly complete: Locator;
  /** Stands there only when the sale is written down. */
  readonly paid: Locator;
  readonly saleNumber: Locator;

  constructor(page: Page) {
    this.page = page;
    this.exact = page.getByRole('button', { name: /^Exact/ });
    this.received = page.getByRole('textbox', { name: 'Cash received' });
    this.complete = page.getByRole('button', { name: /^Complete sale/ });
    this.paid = page.getByText('Paid and written down');
    this.saleNumber = page.getByText(/^Sale POS-/);
  }

  /** Types what the terminal's slip says; the card was charged this much. */
  async byCard(amount: string): Promise<void> {
    await this.choose('Card');
    await this.page.getByRole('textbox', { name: 'Amount' }).fill(amount);
    await this.page.getByRole('textbox', { name: 'Last 4 digits' }).fill('4242');
    await this.page.getByRole('textbox', { name: 'Authorization code' }).fill('A1B2C3');
    await this.page.getByRole('button', { name: /^Take this by card/ }).click();
    await expect(this.page.getByRole('list', { name: 'Taken so far' })).toContainText('4242');
  }

  async choose(method: 'Cash' | 'Card' | 'Yappy' | 'Transfer'): Promise<void> {
    await this.page.getByRole('group', { name: 'Way of paying' }).getByRole('button', { name: method }).click();
  }

  /** The number of the sale just paid, such as POS-2026-T01-000001. */
  async number(): Promise<string> {
    await this.paid.waitFor();
    const text = await this.saleNumber.innerText();
    return /POS-\S+/.exec(text)?.[0] ?? text;
  }

  async nextSale(): Promise<void> {
    await this.page.getByRole('button', { name: 'New sale' }).click();
  }
}
