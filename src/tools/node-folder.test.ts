import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { localJournalFile } from '#store/journal-file.ts';
import { enrolmentOf, saleCompleted } from '#testkit/journal-drafts.ts';
import { openTillStore } from '#store/open-till-store.ts';
import { TestDevice } from '#testkit/test-device.ts';
import { NodeFolder } from './node-folder.ts';

let path: string;

beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'mostrador-journal-'));
});

afterEach(() => {
  rmSync(path, { recursive: true, force: true });
});

test('reads and writes at any place, and grows where it has to', async () => {
  const file = await new NodeFolder(path).open('a');
  file.write(3, Uint8Array.of(1, 2, 3));
  file.flush();
  expect(file.size()).toBe(6);
  expect([...file.read(2, 3)]).toEqual([0, 1, 2]);
  expect([...file.read(4, 100)]).toEqual([2, 3]);
  expect([...file.read(100, 4)]).toEqual([]);
  file.truncate(4);
  file.close();
  const again = await new NodeFolder(path).open('a');
  expect([...again.read(0, 9)]).toEqual([0, 0, 0, 1]);
  again.close();
});

test('a till keeps its sales on a real disk', async () => {
  const device = new TestDevice();
  const store = await openTillStore({ ...device.ports(), journalFile: localJournalFile(new NodeFolder(path)) });
  await store.enrol(enrolmentOf());
  await store.commit('a', saleCompleted('a'));
  await store.close();
  expect(statSync(join(path, 'journal')).size).toBe(8 * 1024 * 1024);

  const other = new TestDevice();
  const restored = await openTillStore({ ...other.ports(), journalFile: localJournalFile(new NodeFolder(path)) });
  expect((await restored.findEvent('a'))?.seq).toBe(1);
  await restored.close();
});
