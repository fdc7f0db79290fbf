import { defineConfig, devices } from '@playwright/test';
import { CHROMIUM_SWITCHES, chromiumPath } from './support/till-browser.ts';

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: '../test-results',
  forbidOnly: true,
  fullyParallel: true,
  workers: 3,
  retries: 0,
  // Only against what hangs: how fast a machine is decides over no test.
  timeout: 180_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    ...devices['Desktop Chrome'],
    viewport: { width: 1280, height: 800 },
    locale: 'en-US',
    timezoneId: 'America/Panama',
    // No traces: their recording is stopped over the line to a browser that some tests have killed by then, and fails.
    trace: 'off',
    launchOptions: { executablePath: chromiumPath(), args: CHROMIUM_SWITCHES },
  },
});
