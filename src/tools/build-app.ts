import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What the browser's app is made of, from the top of the project. */
const MADE_OF = ['index.html', 'vite.config.ts', 'package-lock.json', 'public', 'src'];
/** Rooms that never reach the browser. */
const NOT_IN_THE_APP = /^(server|tools|testkit)[/\\]|\.test\.tsx?$/;
/** The build writes the service worker last: as long as it is missing or old, the rest may be half done. */
const LAST_WRITTEN = join('dist', 'sw.js');

function newestIn(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) {
    return stat.mtimeMs;
  }
  const times = readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => !NOT_IN_THE_APP.test(name))
    .map((name) => statSync(join(path, name)))
    .filter((entry) => entry.isFile())
    .map((entry) => entry.mtimeMs);
  return Math.max(0, ...times);
}

/** Whether `dist` under this project folder is whole and newer than everything it is made of. */
export function appIsBuilt(root: string): boolean {
  const witness = join(root, LAST_WRITTEN);
  if (!existsSync(witness)) {
    return false;
  }
  const builtAt = statSync(witness).mtimeMs;
  return MADE_OF.map((name) => join(root, name)).every((path) => !existsSync(path) || newestIn(path) < builtAt);
}

/** Builds the app into `dist`; throws with the reason when it cannot. */
export async function buildApp(root: string): Promise<void> {
  // Loaded only when there is something to build: it takes longer than the rest of the start.
  const { build } = await import('vite');
  await build({ root, logLevel: 'warn' });
}
