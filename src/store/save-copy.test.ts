import { describe, expect, test } from 'vitest';
import type { JournalEvent } from '#core/journal/journal-event.ts';
import { sealedCopy } from '#protocol/copy.ts';
import { drawerOpened as drawerDraft, enrolmentOf, saleCompleted as saleDraft } from '#testkit/journal-drafts.ts';
import { TestDevice } from '#testkit/test-device.ts';
import { DexieRows } from './dexie-rows.ts';
import { JournalDatabase } from './journal-database.ts';
import { JournalTables } from './journal-tables.ts';
import { sealCopies } from './seal-copy.ts';
import type { DrainableTillStore } from './till-store.ts';
import { readUnsentEpochs } from './unsent-events.ts';

const ENROLMENT = enrolmentOf();

async function tillWithSales(ids: readonly string[]): Promise<{ device: TestDevice; store: DrainableTillStore }> {
  const device = new TestDevice();
  const store = await device.open();
  await store.enrol(ENROLMENT);
  await store.commit('drawer', drawerDraft('drawer'));
  for (const id of ids) {
    await store.commit(id, saleDraft(id));
  }
  return { device, store };
}

const idsOf = (epochs: readonly { items: JournalEvent[] }[]) =>
  epochs.flatMap(({ items }) => items.map(({ id }) => id));
const ALL = ['drawer', 'a', 'b', 'c'];

describe('what is unsent, for a copy', () => {
  test('is everything that was not confirmed, in order', async () => {
    const { store } = await tillWithSales(['a', 'b', 'c']);
    expect(idsOf(await store.unsentEvents())).toEqual(ALL);
    await store.outbox.confirm({ epoch: 1, seq: 2, noteworthy: [] });
    expect(idsOf(await store.unsentEvents())).toEqual(['b', 'c']);
  });

  test('is there with the database down', async () => {
    const { device, store } = await tillWithSales(['a', 'b']);
    device.indexedDB.faults.opensFail = true;
    device.indexedDB.disconnect();
    await store.commit('c', saleDraft('c'));
    expect(idsOf(await store.unsentEvents())).toEqual(ALL);
  });

  test('is there with the file gone', async () => {
    const { device, store } = await tillWithSales(['a', 'b', 'c']);
    await store.close();
    device.folder.wipe();
    device.folder.faults.capacity = 0;
    const again = await device.open();
    expect(idsOf(await again.unsentEvents()).filter((id) => ALL.includes(id))).toEqual(ALL);
  });

  test('goes on behind an event that the database has lost the name of, and takes it from the file where that has it', async () => {
    const { device, store } = await tillWithSales(['a', 'b', 'c']);
    const tables = new JournalTables(device.database);
    const [row] = await tables.journal.where('id').equals('b').toArray();
    const { seq: _seq, hash: _hash, epoch: _epoch, ...lost } = row?.event ?? ({} as JournalEvent);
    await tables.journal
      .where('id')
      .equals('b')
      .modify({ event: lost as JournalEvent });
    tables.close();
    const registerId = store.registration?.registerId ?? '';
    const reader = new JournalDatabase(() => new DexieRows(device.database)).readerFor(registerId);
    expect(await readUnsentEpochs([reader])).toMatchObject([
      { epoch: 1, items: [{ seq: 1 }, { seq: 2 }, lost, { seq: 4 }] },
    ]);
    const epochs = await store.unsentEvents();
    expect(idsOf(epochs)).toEqual(ALL);
    expect(epochs[0]?.items[2]?.seq).toBe(3);
  });
});

test('an event that has lost whose it is does not keep its till from sending', async () => {
  const { device, store } = await tillWithSales(['a']);
  const tables = new JournalTables(device.database);
  await tables.journal
    .where('id')
    .equals('drawer')
    .modify((row) => {
      Reflect.deleteProperty(row.event, 'register_id');
    });
  tables.close();
  const batch = await store.outbox.nextBatch({ events: 1, bytes: 99_999 }, []);
  expect(batch).toMatchObject({ registerId: ENROLMENT.register.register_id, epoch: 1 });
  expect(batch?.events).toHaveLength(1);
});

describe('a copy', () => {
  const key = {
    keyId: 'k',
    publicKey: 'BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU',
  };

  test('too large for one file becomes several, whole events in order, each sealed for itself', async () => {
    const { store } = await tillWithSales(['a', 'b', 'c']);
    const { registration } = store;
    const epochs = await store.unsentEvents();
    if (registration === null) {
      throw new Error('not enrolled');
    }
    const files = await sealCopies({ registration, key, madeAt: '2026-03-14T15:02:00.000Z' }, epochs, 3000);
    const labels = files.map(({ text }) => sealedCopy.parse(JSON.parse(text)));
    expect(labels.length).toBeGreaterThan(1);
    expect(labels.reduce((sum, { events }) => sum + events, 0)).toBe(4);
    expect(new Set(labels.map(({ ephemeral_key: ephemeral }) => ephemeral)).size).toBe(labels.length);
    expect(files[0]?.name).toBe(`mostrador-T01-2026-03-14-1502-1-${String(files.length)}.copy.json`);
  });

  test('is sealed with a key that stays through restarts and a new code of the same organisation', async () => {
    const { device, store } = await tillWithSales(['a']);
    await store.keepCopyKey(key);
    await store.close();
    const again = await device.open();
    expect(again.registration?.copyKey).toEqual(key);
    await again.enrol({ ...ENROLMENT, device_token: 'n'.repeat(40), epoch: 2 });
    expect(again.registration).toMatchObject({ copyKey: key, deviceToken: 'n'.repeat(40) });
    const elsewhere = { organisation_id: 'other', name: 'Other' };
    await again.outbox.confirm({ epoch: 1, seq: 9, noteworthy: [] });
    await again.enrol({ ...ENROLMENT, organisation: elsewhere, epoch: 3 });
    expect(again.registration?.copyKey).toBeUndefined();
  });
});

describe('what the server keeps for a person', () => {
  test('is told by event, newest first', async () => {
    const { store } = await tillWithSales(['a', 'b']);
    await store.outbox.confirm({
      epoch: 1,
      seq: 3,
      noteworthy: [
        { id: 'a', seq: 2, status: 'accepted', flags: ['oversold'] },
        { id: 'b', seq: 3, status: 'quarantined', reason: 'shape' },
      ],
    });
    const list = await store.noteworthy(10);
    expect(list.map(({ id, status, details, event }) => [id, status, details, event?.id])).toEqual([
      ['b', 'quarantined', ['shape'], 'b'],
      ['a', 'accepted', ['oversold'], 'a'],
    ]);
    expect(await store.noteworthy(1)).toHaveLength(1);
  });
});
