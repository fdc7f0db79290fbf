import { existsSync } from 'node:fs';
import { chromium } from 'playwright';

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * The Chromium that tests and screenshots drive: the one named by PLAYWRIGHT_CHROMIUM_EXECUTABLE, else Playwright's
 * own, else one that is installed on this machine. Null when there is none; an error when the named one is not there.
 */
export function findChromium(): string | null {
  const named = process.env['PLAYWRIGHT_CHROMIUM_EXECUTABLE'];
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) {
      throw new Error(`PLAYWRIGHT_CHROMIUM_EXECUTABLE names ${named}, but there is no such file.`);
    }
    return named;
  }
  return [chromium.executablePath(), ...INSTALLED].find((path) => existsSync(path)) ?? null;
}
