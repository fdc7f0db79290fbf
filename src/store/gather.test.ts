import { expect, test, vi } from 'vitest';
import { drawerOpened, enrolmentOf } from '#testkit/journal-drafts.ts';
import { MemoryFolder } from '#testkit/memory-folder.ts';
import { TestDevice } from '#testkit/test-device.ts';
import { FileCopy } from './file-copy.ts';
import { localJournalFile } from './journal-file.ts';
import { openTillStore } from './open-till-store.ts';

test('a file that answers only the next question has not been looked into: what it alone has is not taken for lost', async () => {
  const ports = new TestDevice().ports();
  const keys = vi.spyOn(ports.journalFile, 'keys');
  const store = await openTillStore(ports);
  await store.enrol(enrolmentOf());
  await store.commit('drawer', drawerOpened('drawer'));
  expect(await store.outbox.gather()).toBe(true);
  keys.mockRejectedValueOnce(new Error('no answer in time'));
  expect(await store.outbox.gather()).toBe(false);
  expect(await store.outbox.gather()).toBe(true);
});

test('an event of which nobody knows whether it stands is not owed to the file, though the database may show it', async () => {
  const device = new TestDevice();
  const store = await device.open();
  await store.enrol(enrolmentOf());
  await store.commit('drawer', drawerOpened('drawer'));
  const written = localJournalFile(device.folder.snapshot());
  const [record] = await written.read(await written.open());
  const file = localJournalFile(new MemoryFolder());
  await file.open();
  const copy = new FileCopy(file, () => 1000, true);
  vi.spyOn(file, 'append').mockRejectedValueOnce(new Error('the disk refused'));
  if (record === undefined || (await copy.take(record))) {
    throw new Error('there is nothing in doubt');
  }
  expect(await copy.takeBack(record)).toBe(true);
  copy.owe([record]);
  copy.wake();
  copy.decided();
  expect(await copy.catchUp()).toBe(true);
  expect(await file.keys()).toEqual([]);
});
