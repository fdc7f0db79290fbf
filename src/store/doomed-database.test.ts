import { expect, test } from 'vitest';
import { enrolmentOf, saleCompleted } from '#testkit/journal-drafts.ts';
import { MemoryJournal } from '#testkit/memory-journal-rows.ts';
import { TestDevice } from '#testkit/test-device.ts';
import { openTillStore } from './open-till-store.ts';
import type { DrainableTillStore } from './till-store.ts';

/** A till whose database meets a full disk once, as Chromium reports it, and then goes on as if nothing were. */
async function tillAfterFullDisk(): Promise<{ device: TestDevice; store: DrainableTillStore }> {
  const device = new TestDevice();
  const journal = new MemoryJournal();
  let isFull = false;
  const store = await openTillStore({
    ...device.ports(),
    connectDatabase: () =>
      journal.connect(async (isWrite, run) => {
        await Promise.resolve();
        if (isWrite && isFull) {
          const inner = new DOMException('FILE_ERROR_NO_SPACE', 'UnknownError');
          throw Object.assign(new Error('the transaction was aborted'), { inner });
        }
        return run();
      }),
  });
  await store.enrol(enrolmentOf());
  isFull = true;
  await store.commit('sale-1', saleCompleted('sale-1'));
  isFull = false;
  device.clock.now += 31_000;
  await store.assertRoomToSell();
  return { device, store };
}

test('a database that met a full disk takes what it missed, and counts as no copy of its own', async () => {
  const { store } = await tillAfterFullDisk();
  await store.commit('sale-2', saleCompleted('sale-2'));
  expect((await store.recentEvents(5)).map(({ id }) => id)).toEqual(['sale-2', 'sale-1']);
  expect(store.mode).toBe('file_only');
});

test('without the file nothing is sold on such a database: it may be lost with everything at the next start', async () => {
  const { device, store } = await tillAfterFullDisk();
  device.folder.faults.callsLeft = 0;
  await expect(store.commit('sale-2', saleCompleted('sale-2'))).rejects.toMatchObject({ reason: 'unreachable' });
  device.clock.now += 31_000;
  await expect(store.assertRoomToSell()).rejects.toMatchObject({ reason: 'unreachable' });
  device.folder.faults.callsLeft = Number.POSITIVE_INFINITY;
  device.clock.now += 31_000;
  await store.assertRoomToSell();
  expect((await store.commit('sale-2', saleCompleted('sale-2'))).seq).toBe(2);
});
