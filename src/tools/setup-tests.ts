import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { findPostgres } from '#testkit/find-postgres.ts';
import { findChromium } from './find-chromium.ts';

/**
 * What the tests need beside the npm packages: a Chromium and the programs of PostgreSQL. Looks first, installs only
 * what is missing and only in ways this machine allows, and says plainly what to do when it cannot.
 */

const isRoot = process.getuid?.() === 0;

function run(command: string, parameters: string[], env: Record<string, string> = {}): boolean {
  return spawnSync(command, parameters, { stdio: 'inherit', env: { ...process.env, ...env } }).status === 0;
}

function installWithApt(name: string): void {
  if (!isRoot || process.platform !== 'linux') {
    return;
  }
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' };
  if (run('apt-get', ['update', '-qq'], quiet)) {
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], quiet);
  }
}

/** A downloaded browser may lack libraries of the system; asking its version shows whether it starts at all. */
function workingChromium(): string | null {
  const path = findChromium();
  return path !== null && spawnSync(path, ['--version']).status === 0 ? path : null;
}

function installPlaywrightChromium(): void {
  const cli = join(dirname(createRequire(import.meta.url).resolve('playwright/package.json')), 'cli.js');
  const withLibraries = isRoot ? ['--with-deps'] : [];
  run(process.execPath, [cli, 'install', 'chromium', '--no-shell', ...withLibraries], {
    PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '15000',
  });
}

function ensureChromium(): boolean {
  if (findChromium() !== null) {
    return true;
  }
  console.log('The tests need a Chromium and there is none yet. Fetching the one Playwright provides …');
  installPlaywrightChromium();
  if (workingChromium() === null) {
    console.log('That did not work here. Trying the one of the operating system …');
    installWithApt('chromium');
  }
  return workingChromium() !== null;
}

function ensurePostgres(): boolean {
  if (findPostgres() !== null) {
    return true;
  }
  console.log('The tests run against a real PostgreSQL too and there is none yet. Installing it …');
  installWithApt('postgresql');
  return findPostgres() !== null;
}

const missing: string[] = [];
if (!ensureChromium()) {
  missing.push(
    'A Chromium. Install Chromium or Chrome (on Debian and Ubuntu: `sudo apt-get install chromium`), or run ' +
      '`npx playwright install --with-deps chromium`, or set PLAYWRIGHT_CHROMIUM_EXECUTABLE to the path of one.',
  );
}
if (!ensurePostgres()) {
  missing.push(
    'PostgreSQL 15 or newer, its programs only; the tests start and stop a server of their own. On Debian and Ubuntu: ' +
      '`sudo apt-get install postgresql`; on macOS: `brew install postgresql@17`.',
  );
}
if (missing.length > 0) {
  console.error(`\nThe tests cannot run yet. Still missing:\n\n${missing.map((item) => `  * ${item}`).join('\n\n')}\n`);
  process.exit(1);
}
