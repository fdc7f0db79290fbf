import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { appIsBuilt } from './build-app.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'mostrador-build-'));
  file('index.html', 1);
  file('src/till/main.tsx', 2);
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

/** A file last changed this many minutes after some beginning. */
function file(path: string, minute: number): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), '');
  utimesSync(join(root, path), minute * 60, minute * 60);
}

test('an app that was never built, or whose build broke off, is not built', () => {
  expect(appIsBuilt(root)).toBe(false);
  file('dist/index.html', 5);
  expect(appIsBuilt(root)).toBe(false);
});

test('a whole build is good until something it is made of changes', () => {
  file('dist/sw.js', 5);
  expect(appIsBuilt(root)).toBe(true);
  file('src/ui/theme.css', 6);
  expect(appIsBuilt(root)).toBe(false);
});

test('a change to the server, the tools or a test asks for no new build', () => {
  file('dist/sw.js', 5);
  file('src/server/main.ts', 6);
  file('src/tools/start.ts', 6);
  file('src/ui/keypad.test.ts', 6);
  expect(appIsBuilt(root)).toBe(true);
});
