import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const SETUP = fileURLToPath(new URL('./setup.mjs', import.meta.url));
let clone: string;

/** A clone with the real set-up program, a lock file, and an npm that only writes down what it was asked. */
beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'mostrador-setup-'));
  mkdirSync(join(clone, 'src', 'tools'), { recursive: true });
  copyFileSync(SETUP, join(clone, 'src', 'tools', 'setup.mjs'));
  writeFileSync(
    join(clone, 'npm.cjs'),
    "require('node:fs').writeFileSync('asked.txt', process.argv.slice(2).join(' ')); process.exit(Number(process.env.NPM_ENDS ?? 0));",
  );
  lock('package-lock.json', { 'node_modules/left': { version: '1.0.0' } });
});

afterEach(() => {
  rmSync(clone, { recursive: true, force: true });
});

function lock(file: string, packages: Record<string, { version: string; optional?: boolean }>): void {
  writeFileSync(join(clone, file), JSON.stringify({ packages: { '': { version: '0.1.0' }, ...packages } }));
}

function installed(packages: Record<string, { version: string }>): void {
  mkdirSync(join(clone, 'node_modules'));
  lock(join('node_modules', '.package-lock.json'), packages);
}

function setUp(npmEnds = 0) {
  return spawnSync(process.execPath, [join(clone, 'src', 'tools', 'setup.mjs')], {
    encoding: 'utf8',
    env: { ...process.env, npm_execpath: join(clone, 'npm.cjs'), NPM_ENDS: String(npmEnds) },
  });
}

function askedOfNpm(): string | null {
  const file = join(clone, 'asked.txt');
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

describe('setting up a clone', () => {
  test('a fresh clone gets its packages installed exactly as locked', () => {
    expect(setUp().status).toBe(0);
    expect(askedOfNpm()).toMatch(/^ci /);
  });

  test('says and does nothing when all is there, packages of other platforms aside', () => {
    lock('package-lock.json', {
      'node_modules/left': { version: '1.0.0' },
      'node_modules/only-on-windows': { version: '2.0.0', optional: true },
    });
    installed({ 'node_modules/left': { version: '1.0.0' } });
    expect(setUp()).toMatchObject({ status: 0, stdout: '', stderr: '' });
    expect(askedOfNpm()).toBeNull();
  });

  test('a package in another version than locked is installed anew', () => {
    installed({ 'node_modules/left': { version: '0.9.0' } });
    expect(setUp().status).toBe(0);
    expect(askedOfNpm()).toMatch(/^ci /);
  });

  test('a package that the lock gained is installed', () => {
    installed({});
    setUp();
    expect(askedOfNpm()).toMatch(/^ci /);
  });

  test('a failed installation stops with what to do', () => {
    const result = setUp(7);
    expect(result.status).toBe(1);
    expect(result.stderr).toContain('could not be installed');
    expect(result.stderr).toContain('run the same command again');
  });
});
