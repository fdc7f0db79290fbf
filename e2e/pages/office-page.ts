import type { Page } from '@playwright/test';
import { demoStaff } from '#server/demo/people.ts';

/** Signs in to the office of the demo shop as its manager. */
export async function signInToOfficePage(page: Page, address: string): Promise<void> {
  const manager = demoStaff.find((person) => person.password !== null);
  await page.goto(`${address}/office`);
  await page.getByRole('textbox', { name: 'E-mail' }).fill(manager?.email ?? '');
  await page.getByLabel('Password').fill(manager?.password ?? '');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Sales' }).waitFor();
}
