import { expect, type Page } from '@playwright/test';
import { demoStaff } from '#server/demo/people.ts';

/** What comes before selling: connecting the till, saying who one is, opening the drawer. */

/** A cashier of the demo shop whose language is English. */
export const CASHIER = person('Tamara Clarke');

function person(name: string): { name: string; pin: string } {
  const found = demoStaff.find((member) => member.name === name);
  if (found === undefined) {
    throw new Error(`Nobody in the demo shop is called ${name}.`);
  }
  return { name: found.name, pin: found.pin };
}

/** Makes this device a register of the demo shop, ready to sell without a line. */
export async function connectToDemoShop(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Try the demo shop' }).click();
  await expect(page.getByText('Yes, it can.')).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Start selling' }).click();
}

export async function connectWithCode(page: Page, code: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Code from the office' }).fill(code);
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
}

export async function signIn(page: Page, { name, pin } = CASHIER): Promise<void> {
  const field = page.getByLabel(`PIN of ${name}`);
  await page.getByRole('button', { name }).or(field).first().waitFor();
  // A till that was locked asks for the PIN of whoever was there.
  if (!(await field.isVisible())) {
    await page.getByRole('button', { name }).click();
  }
  await field.fill(pin);
  await field.press('Enter');
}

export async function openDrawer(page: Page, float = '50'): Promise<void> {
  await page.getByRole('textbox', { name: 'Float' }).fill(float);
  await page.getByRole('button', { name: /^Open the drawer/ }).click();
  await expect(page.getByRole('textbox', { name: /^Scan, or search/ })).toBeVisible();
}

/**
 * After a reload the tab remembers who was there, or asks again; either way the sale waits. The change of a sale that
 * nobody has left yet is shown once more, however long that is ago.
 */
export async function signInIfAsked(page: Page): Promise<void> {
  const search = page.getByRole('textbox', { name: /^Scan, or search/ });
  const door = page.getByText('Who are you?').or(page.getByLabel(/^PIN of/));
  const change = page.getByRole('button', { name: /^New sale/ });
  await search.or(door).or(change).first().waitFor();
  if (await door.first().isVisible()) {
    await signIn(page);
    await search.or(change).first().waitFor();
  }
  if (await change.isVisible()) {
    await change.click();
  }
  await search.waitFor();
}

/** From the first visit to a till that is ready for its first sale. */
export async function openTill(page: Page): Promise<void> {
  await connectToDemoShop(page);
  await signIn(page);
  await openDrawer(page);
}
