import { expect, test, vi } from 'vitest';
import { drawerOpened, enrolmentOf } from '#testkit/journal-drafts.ts';
import { TestDevice } from '#testkit/test-device.ts';
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
