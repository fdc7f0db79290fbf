import type { Page } from '@playwright/test';

export async function openStatus(page: Page): Promise<void> {
  await page.locator('a[href="/status"]').first().click();
  await page.getByRole('heading', { name: 'Send status' }).waitFor();
}

/** Goes to the send status and has everything sent at once, rather than when the till would try again by itself. */
export async function sendNow(page: Page): Promise<void> {
  await page.locator('a[href="/status"]').click();
  await page.getByRole('button', { name: 'Send now' }).click();
}
