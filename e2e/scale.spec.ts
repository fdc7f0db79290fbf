import { expect, type Page } from '@playwright/test';
import { openTill } from './pages/front-door.ts';
import { SellPage } from './pages/sell-page.ts';
import { expectAccessible, expectFingerSized, expectNoSideScroll } from './support/checks.ts';
import { type FakeScale, plugInFakeScale } from './support/fake-scale.ts';
import { test } from './support/test.ts';

const BANANAS = 'Bananas';

/** A till with a scale of the kind that answers "W", set up as a person would. */
async function tillWithScale(page: Page): Promise<FakeScale> {
  const scale = await plugInFakeScale(page);
  await page.reload();
  await openTill(page);
  await page.locator('a[href="/status"]').click();
  await page.getByRole('button', { name: 'Connect a scale' }).click();
  await expect(page.getByText('Connected, but it says nothing yet.')).toBeVisible();
  await scale.answers('00.780');
  await expect(page.getByText('0.780 kg')).toBeVisible();
  return scale;
}

test('goods by weight: the scale is read live, taken only when it lies still, and the weight can be typed instead', async ({
  page,
}) => {
  const scale = await tillWithScale(page);
  await expectAccessible(page);
  await expectFingerSized(page);
  await page.getByRole('link', { name: 'Sell' }).click();
  const sell = new SellPage(page);
  await sell.search.fill(BANANAS);
  await page.getByRole('region', { name: 'Products' }).getByRole('button', { name: BANANAS }).first().click();
  const dialog = page.getByRole('dialog');
  const take = dialog.getByRole('button', { name: /^Take this weight/ });

  await scale.answers('?A');
  await expect(dialog.getByText('Wait until it lies still.')).toBeVisible();
  await expect(take).toBeDisabled();
  await scale.answers('00.000');
  await expect(dialog.getByText('Put the goods on the scale.')).toBeVisible();
  await expect(take).toBeDisabled();
  await scale.answers('00.785');
  await expect(dialog.getByText('0.785 kg')).toBeVisible();
  await expectAccessible(page);
  await expectNoSideScroll(page);
  await take.click();
  await expect(sell.line(BANANAS)).toContainText('0.785 kg');

  await page.getByRole('region', { name: 'Products' }).getByRole('button', { name: BANANAS }).first().click();
  await scale.pullPlug();
  await expect(dialog.getByText('The scale cannot be reached.')).toBeVisible();
  await expect(take).toBeDisabled();
  await dialog.getByRole('textbox', { name: /^Weight/ }).fill('1.5');
  await page.keyboard.press('Enter');
  await expect(sell.lines).toHaveCount(2);
  await expect(sell.lines.last()).toContainText('1.5');
});

test('a scale that was set up is there after a reload, and gone when it was taken away', async ({ page }) => {
  const scale = await tillWithScale(page);
  await page.reload();
  await scale.answers('01.250');
  await expect(page.getByText('1.250 kg')).toBeVisible();
  await page.getByRole('button', { name: 'Disconnect' }).click();
  await expect(page.getByRole('button', { name: 'Connect a scale' })).toBeVisible();
});
