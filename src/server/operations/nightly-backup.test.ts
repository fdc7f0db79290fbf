import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newestBackupAt, startNightlyBackup } from './nightly-backup.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The host's own clock, moved by hand: each timer rings when its time has come, one after the other. */
class FakeClock {
  now = new Date(2026, 2, 14, 15, 0, 0).getTime();
  #timer: { at: number; ring: () => void } | null = null;

  after = (ms: number, ring: () => void) => {
    this.#timer = { at: this.now + ms, ring };
    return () => {
      this.#timer = null;
    };
  };

  get isSet(): boolean {
    return this.#timer !== null;
  }

  async pass(ms: number): Promise<void> {
    const end = this.now + ms;
    while (this.#timer !== null && this.#timer.at <= end) {
      const { at, ring } = this.#timer;
      this.#timer = null;
      this.now = at;
      ring();
      // What a timer begins is over before the next one rings, and with these ports it never really waits.
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.now = end;
  }
}

let dataDir: string;
let clock: FakeClock;
let made: string[];
let failures: number;
let logged: { level: string; message: string }[];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'mostrador-nightly-'));
  clock = new FakeClock();
  made = [];
  failures = 0;
  logged = [];
});
afterEach(() => {
  rmSync(dataDir, { recursive: true });
});

const log = (level: string) => (_fields: object, message: string) => {
  logged.push({ level, message });
};

function start(): () => void {
  return startNightlyBackup({
    dataDir,
    makeBackup: (file) => {
      if (failures > 0) {
        failures -= 1;
        return Promise.reject(new Error('the disk is full'));
      }
      made.push(new Date(clock.now).toTimeString().slice(0, 5));
      put(file);
      return Promise.resolve({ file, bytes: 1, events: 0, newestEventAt: null });
    },
    now: () => clock.now,
    after: clock.after,
    logger: { info: log('info'), warn: log('warn'), error: log('error') },
  });
}

function put(file: string): void {
  writeFileSync(file, 'x');
  utimesSync(file, clock.now / 1000, clock.now / 1000);
}

const kept = () => readdirSync(join(dataDir, 'backups')).toSorted();

test('a server that never had a backup makes one soon, and then one each night at three', async () => {
  start();
  await clock.pass(9 * MINUTE);
  expect(made).toEqual([]);
  await clock.pass(3 * 24 * HOUR);
  expect(made).toEqual(['15:10', '03:00', '03:00', '03:00']);
});

test('the newest fourteen are kept, and what people put beside them is left alone', async () => {
  mkdirSync(join(dataDir, 'backups'));
  const own = ['before-the-move.sqlite', 'mostrador-20200101-000000.sqlite'];
  own.forEach((name) => {
    put(join(dataDir, 'backups', name));
  });
  put(join(dataDir, 'backups', 'nightly-20260101-030000.sqlite.ab12cd34.unfinished'));
  start();
  await clock.pass(20 * 24 * HOUR);
  expect(made).toHaveLength(20);
  const files = kept();
  expect(files).toEqual(expect.arrayContaining(own));
  expect(files.filter((name) => name.startsWith('nightly-'))).toHaveLength(14);
  expect(files.filter((name) => name.includes('unfinished'))).toEqual([]);
});

test('one that failed is said and tried again in an hour, until it is made', async () => {
  start();
  await clock.pass(10 * MINUTE);
  failures = 2;
  await clock.pass(24 * HOUR);
  expect(made).toEqual(['15:10', '05:00']);
  expect(logged.filter(({ level }) => level === 'error')).toHaveLength(2);
  expect(logged.find(({ level }) => level === 'error')?.message).toContain('tried again in an hour');
});

test('one that a wrong clock dated years ahead keeps no other from being made, and is not taken for the newest', async () => {
  mkdirSync(join(dataDir, 'backups'));
  const file = join(dataDir, 'backups', 'nightly-20390101-030000.sqlite');
  put(file);
  const ahead = new Date(2039, 0, 1);
  utimesSync(file, ahead, ahead);
  expect(newestBackupAt(dataDir, clock.now)).toBeNull();
  start();
  await clock.pass(24 * HOUR);
  expect(made).toEqual(['15:10', '03:00']);
});

test('a machine that is off at night makes up for it after it was switched on, once', async () => {
  const stop = start();
  await clock.pass(10 * MINUTE);
  stop();
  expect(clock.isSet).toBe(false);
  clock.now += 18 * HOUR;
  start();
  await clock.pass(5 * HOUR);
  expect(made).toEqual(['15:10', '09:20']);
});

test('started again on the same day, it makes no other', async () => {
  const stop = start();
  await clock.pass(10 * MINUTE);
  stop();
  start();
  await clock.pass(11 * HOUR);
  expect(made).toEqual(['15:10']);
  expect(newestBackupAt(dataDir, clock.now)).toBe(new Date(2026, 2, 14, 15, 10).getTime());
});

test('a folder without backups has no newest one', () => {
  expect(newestBackupAt(dataDir, clock.now)).toBeNull();
});
