import { expect } from '@playwright/test';
import { test } from './support/test.ts';

interface Manifest {
  name: string;
  display: string;
  start_url: string;
  icons: { src: string; sizes: string; type: string; purpose?: string }[];
}

test('the browser finds nothing that speaks against installing it', async ({ machine, shop }) => {
  const { context } = await machine.start();
  const page = await context.newPage();
  await page.goto(shop.address);
  await page.evaluate(() => navigator.serviceWorker.ready);
  const session = await context.newCDPSession(page);
  const { errors } = await session.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  expect(installabilityErrors).toEqual([]);
});

test('the manifest names the app, and each of its icons is there in the size it says', async ({ page, shop }) => {
  const href = await page.locator('link[rel=manifest]').getAttribute('href');
  const manifest = (await (await page.request.get(new URL(href ?? '', shop.address).href)).json()) as Manifest;
  expect(manifest).toMatchObject({ name: 'Mostrador', display: 'standalone', start_url: '/' });
  expect(manifest.icons.some((icon) => icon.purpose === 'maskable')).toBe(true);
  const sizes = await page.evaluate(async (icons) => {
    const load = async (icon: { src: string }): Promise<string> => {
      const image = new Image();
      image.src = icon.src;
      await image.decode();
      return `${image.naturalWidth}x${image.naturalHeight}`;
    };
    return Promise.all(icons.map(load));
  }, manifest.icons);
  expect(sizes).toEqual(manifest.icons.map((icon) => icon.sizes));
});
