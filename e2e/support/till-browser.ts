import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { appendFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type BrowserContext, chromium } from '@playwright/test';
import { findChromium } from '#tools/find-chromium.ts';

/** A whole browser with a profile on disk, so that it can be killed like a machine that loses its power. */
export interface TillBrowser {
  context: BrowserContext;
  /** Ends every process of the browser at once, without a chance to write anything down. */
  kill: () => Promise<void>;
  /** Closes it as a person would. */
  quit: () => Promise<void>;
}

/** For anything that is to appear on a page, on a machine that has other things to do as well. */
const PATIENCE_MS = 60_000;

/** Switches for a browser that only does what the test asks of it. */
export const CHROMIUM_SWITCHES = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-default-browser-check',
  '--no-first-run',
];

export function chromiumPath(): string {
  const path = findChromium();
  if (path === null) {
    throw new Error('There is no Chromium on this machine yet. `npm test` fetches one.');
  }
  return path;
}

function devtoolsAddress(browser: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const said: string[] = [];
    browser.once('exit', () => reject(new Error(`Chromium did not start:\n${said.join('\n')}`)));
    if (browser.stderr !== null) {
      // Read to the end, or the browser would stand still once the pipe is full.
      createInterface({ input: browser.stderr }).on('line', (line) => {
        said.push(line);
        const address = /DevTools listening on (ws:\S+)/.exec(line)?.[1];
        if (address !== undefined) {
          resolve(address);
        }
      });
    }
  });
}

/**
 * Storage that stays is granted by a person at the till; here the test says yes for them. What is not named is refused
 * from then on, so that what every browser allows by itself has to be named too.
 */
export async function grantDurableStorage(context: BrowserContext, origin: string): Promise<void> {
  const page = context.pages()[0] ?? (await context.newPage());
  const browser = context.browser();
  if (browser === null) {
    throw new Error('This window belongs to no browser.');
  }
  const { targetInfo } = await (await context.newCDPSession(page)).send('Target.getTargetInfo');
  const session = await browser.newBrowserCDPSession();
  await session.send('Browser.grantPermissions', {
    origin,
    permissions: ['durableStorage', 'backgroundSync'],
    ...(targetInfo.browserContextId === undefined ? {} : { browserContextId: targetInfo.browserContextId }),
  });
}

/** Starts a browser over the profile in `folder`, which is made when it is not there. */
export async function startTillBrowser(folder: string, origin: string): Promise<TillBrowser> {
  mkdirSync(folder, { recursive: true });
  const running = spawn(
    chromiumPath(),
    [
      ...CHROMIUM_SWITCHES,
      '--headless=new',
      '--remote-debugging-port=0',
      `--user-data-dir=${folder}`,
      '--window-size=1280,800',
      '--lang=en-US',
      'about:blank',
    ],
    // A process group of its own, so that one signal reaches all of it.
    { detached: true, stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, LANGUAGE: 'en_US' } },
  );
  const ended = new Promise<void>((resolve) => running.once('exit', () => resolve()));
  const browser = await chromium.connectOverCDP(await devtoolsAddress(running));
  const [context] = browser.contexts();
  if (context === undefined) {
    throw new Error('Chromium has no window to work in.');
  }
  // Else whoever waits for something that never comes waits for as long as the test may take, and says nothing of it.
  context.setDefaultTimeout(PATIENCE_MS);
  await grantDurableStorage(context, origin);

  return {
    context,
    async kill() {
      if (running.pid !== undefined && running.exitCode === null && running.signalCode === null) {
        process.kill(-running.pid, 'SIGKILL');
      }
      await ended;
    },
    async quit() {
      const session = await browser.newBrowserCDPSession();
      // The connection ends with the browser, so this call may never hear back.
      await Promise.race([session.send('Browser.close').catch(() => undefined), ended]);
      await ended;
    },
  };
}

/** The head of a log record, without the record that it promises. */
const TORN_HEADER = Uint8Array.from([0x4d, 0x32, 0x77, 0x74, 0x64, 0x00, 0x01]);

/**
 * What a browser that dies between two writes leaves at the end of the log of this origin's databases. It shows only
 * later: the next start goes on writing behind it, and the one after that cannot read the log and throws it all away.
 */
export async function tearLogHeader(folder: string, origin: string): Promise<void> {
  const { protocol, hostname, port } = new URL(origin);
  const name = `${protocol.replace(':', '')}_${hostname}_${port}.indexeddb.leveldb`;
  const database = join(folder, 'Default', 'IndexedDB', name);
  const [newest] = (await readdir(database))
    .filter((file) => file.endsWith('.log'))
    .sort()
    .reverse();
  if (newest === undefined) {
    throw new Error(`There is no log in ${database}.`);
  }
  await appendFile(join(database, newest), TORN_HEADER);
}
