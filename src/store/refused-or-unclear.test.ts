import { beforeEach, expect, test, vi } from 'vitest';
import { enrolmentOf, saleCompleted } from '#testkit/journal-drafts.ts';
import { MemoryJournal } from '#testkit/memory-journal-rows.ts';
import { TestDevice } from '#testkit/test-device.ts';
import type { JournalFile } from './journal-file.ts';
import { openTillStore } from './open-till-store.ts';
import { within } from './patience.ts';
import { type DrainableTillStore, StorageRefused } from './till-store.ts';

/** "Refused" means that it comes up nowhere: as long as a copy may have it all the same, the cashier is told so. */

/** As the page waits for the file's worker. */
const PATIENCE = 30_000;
const LONGER_THAN_ANYBODY_WAITS = 10 * PATIENCE;
const HALF_A_MINUTE = 31_000;
const LONGER_THAN_THE_STORE_WAITS = 10_500;

let device: TestDevice;
let store: DrainableTillStore;
/** What the file was asked while it did not answer, to be done once it does. */
let waiting: (() => Promise<unknown>)[];
let isSlow: boolean;
let journal: MemoryJournal;
let databaseRefuses: boolean;
/** So long a transaction that writes takes, and all others wait. */
let databaseTakesMs: number;
let busy: Promise<unknown>;

/** A file whose worker does one thing after the other, and may take its time. */
function slowly(file: JournalFile): JournalFile {
  const inTurn =
    <Args extends unknown[], T>(call: (...args: Args) => Promise<T>) =>
    (...args: Args): Promise<T> =>
      isSlow
        ? within(
            PATIENCE,
            new Promise<T>((resolve, reject) => {
              waiting.push(() => call(...args).then(resolve, reject));
            }),
          )
        : call(...args);
  return {
    ...file,
    keys: inTurn(() => file.keys()),
    append: inTurn((records: Parameters<JournalFile['append']>[0]) => file.append(records)),
    discard: inTurn((key: Parameters<JournalFile['discard']>[0]) => file.discard(key)),
    probe: inTurn(() => file.probe()),
  };
}

async function fileAnswers(): Promise<void> {
  isSlow = false;
  for (const call of waiting.splice(0)) {
    await call();
  }
}

/** The app is gone before the file has done what comes after the first so many calls. */
async function crashAfter(calls: number): Promise<void> {
  for (const call of waiting.slice(0, calls)) {
    await call();
  }
  waiting = [];
  isSlow = false;
  device.crash();
}

async function open(): Promise<void> {
  const ports = device.ports();
  store = await openTillStore({
    ...ports,
    journalFile: slowly(ports.journalFile),
    connectDatabase: () =>
      journal.connect((isWrite, run) => {
        const answer = busy.then(async () => {
          if (isWrite && databaseTakesMs > 0) {
            await new Promise((resolve) => setTimeout(resolve, databaseTakesMs));
          }
          if (isWrite && databaseRefuses) {
            throw new Error('the transaction was aborted');
          }
          return run();
        });
        busy = answer.catch(() => null);
        return answer;
      }),
  });
}

function mendDatabase(): void {
  databaseRefuses = false;
  device.clock.now += HALF_A_MINUTE;
}

function reasonOf(error: unknown): string {
  return error instanceof StorageRefused ? error.reason : String(error);
}

async function sell(id: string): Promise<string> {
  const answer = store.commit(id, saleCompleted(id)).then(() => 'sold', reasonOf);
  await vi.advanceTimersByTimeAsync(LONGER_THAN_ANYBODY_WAITS);
  return answer;
}

/** Both fail at once: the file does not answer, and the database refuses. */
async function leaveUnclear(id: string): Promise<void> {
  isSlow = true;
  databaseRefuses = true;
  expect(await sell(id)).toBe('unclear');
}

async function sold(): Promise<string[]> {
  return (await store.recentEvents(9)).filter(({ type }) => type === 'sale.completed').map(({ id }) => id);
}

beforeEach(async () => {
  device = new TestDevice();
  journal = new MemoryJournal();
  databaseRefuses = false;
  databaseTakesMs = 0;
  busy = Promise.resolve();
  waiting = [];
  isSlow = false;
  await open();
  await store.enrol(enrolmentOf());
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  return () => {
    vi.useRealTimers();
  };
});

test('a file that does not answer may take the sale yet, though the database refused it: that is not clear', async () => {
  await leaveUnclear('a');
  expect(await sell('b')).toBe('unreachable');
  vi.useRealTimers();
  mendDatabase();
  await crashAfter(1);
  await open();
  expect(await sold()).toEqual(['a']);
});

test('once the file answers, it has taken the sale back, and its number goes to the next one', async () => {
  await leaveUnclear('a');
  await fileAnswers();
  mendDatabase();
  expect(await sell('b')).toBe('sold');
  vi.useRealTimers();
  expect((await store.recentEvents(1))[0]).toMatchObject({ id: 'b', seq: 1 });
  device.crash();
  await open();
  expect(await sold()).toEqual(['b']);
});

test('where the file stays silent, the database takes the sale first: it stands, and both are there after a restart', async () => {
  await leaveUnclear('a');
  mendDatabase();
  expect(await sell('b')).toBe('sold');
  expect(await sell('a')).toBe('sold');
  vi.useRealTimers();
  expect(await sold()).toEqual(['b', 'a']);
  await crashAfter(1);
  await open();
  expect(await sold()).toEqual(['b', 'a']);
  expect(store.mode).toBe('both');
});

test('a file that cannot even be asked was given nothing, and what it answers at once is believed', async () => {
  device.folder.faults.callsLeft = 0;
  databaseRefuses = true;
  expect(await sell('a')).toBe('unreachable');
  device.folder.faults.callsLeft = Number.POSITIVE_INFINITY;
  mendDatabase();
  expect(await sell('b')).toBe('sold');
  vi.useRealTimers();
  expect(await sold()).toEqual(['b']);
});

/** So many calls, one after the other; what follows from one of them is asked behind all that wait. */
async function fileDoes(calls: number): Promise<void> {
  for (const call of waiting.splice(0, calls)) {
    await call();
    await vi.advanceTimersByTimeAsync(0);
  }
}

const ALL = { events: 9, bytes: 1_000_000 };

test('what a late file shows before it is taken back is neither sent nor saved in a copy', async () => {
  databaseRefuses = true;
  expect(await sell('a')).toBe('sold');

  // The drainer looks into the file, for the database is down; while it does, the next sale comes.
  isSlow = true;
  const sending = store.outbox.nextBatch(ALL, []);
  await vi.advanceTimersByTimeAsync(0);
  device.clock.now += HALF_A_MINUTE;
  databaseTakesMs = 2_000;
  const answer = store.commit('b', saleCompleted('b')).then(() => 'sold', reasonOf);
  await vi.advanceTimersByTimeAsync(0);
  await fileDoes(1);
  const saving = store.unsentEvents();
  await vi.advanceTimersByTimeAsync(LONGER_THAN_THE_STORE_WAITS);
  isSlow = false;
  await fileDoes(waiting.length);
  await vi.advanceTimersByTimeAsync(LONGER_THAN_ANYBODY_WAITS);

  expect(await answer).toBe('unreachable');
  expect((await sending)?.events.map(({ id }) => id)).toEqual(['a']);
  expect((await saving).flatMap(({ items }) => items.map(({ id }) => id))).toEqual(['a']);
});

test('what the server has from a slow database stands, though that was emptied since', async () => {
  device.folder.faults.callsLeft = 0;
  expect(await sell('x')).toBe('sold');
  databaseTakesMs = 20_000;
  expect(await sell('a')).toBe('unclear');
  databaseTakesMs = 0;
  device.clock.now += HALF_A_MINUTE;
  expect((await store.outbox.nextBatch(ALL, []))?.events.map(({ id }) => id)).toEqual(['x', 'a']);
  await store.outbox.confirm({ epoch: 1, seq: 2, noteworthy: [] });
  journal.wipe();
  device.folder.faults.callsLeft = Number.POSITIVE_INFINITY;
  device.clock.now += HALF_A_MINUTE;
  expect(await sell('b')).toBe('sold');
  expect((await store.recentEvents(1))[0]).toMatchObject({ id: 'b', epoch: 1, seq: 3 });
});
