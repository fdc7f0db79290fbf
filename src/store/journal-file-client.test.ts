import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { sealEvent } from '#core/journal/chain.ts';
import { GENESIS_HASH } from '#core/journal/journal-event.ts';
import { saleCompleted } from '#testkit/journal-drafts.ts';
import { MemoryFolder } from '#testkit/memory-folder.ts';
import { FileBusy } from './block-file.ts';
import { journalFileOver } from './journal-file-client.ts';
import { type JournalFile } from './journal-file.ts';
import { type JournalRecord, slotKeyOf, stateAfter, stateAtStart } from './journal-record.ts';
import { TookTooLong } from './patience.ts';
import { serveJournalFile } from './serve-journal-file.ts';

let folder: MemoryFolder;
let ends: MessageChannel[];

beforeEach(() => {
  folder = new MemoryFolder();
  ends = [];
});

afterEach(() => {
  ends.forEach(({ port1 }) => {
    port1.close();
  });
});

/** A tab with its worker, over real message ports. */
function openTab(files: Promise<MemoryFolder> = Promise.resolve(folder)): JournalFile {
  const channel = new MessageChannel();
  ends.push(channel);
  serveJournalFile(channel.port2, files);
  const file = journalFileOver(channel.port1);
  channel.port1.start();
  channel.port2.start();
  return file;
}

function record(id: string, items = 1): JournalRecord {
  const draft = saleCompleted(id, { items })({ epoch: 1, seq: 1, saleNumber: 1, newestAt: null });
  const event = sealEvent(draft, { registerId: 'register-1', epoch: 1, seq: 1, prevHash: GENESIS_HASH });
  return { event, after: stateAfter(stateAtStart('USD'), event, 'USD') };
}

describe('the journal file behind its worker', () => {
  test('keeps records and documents, and gives them to the next tab', async () => {
    const first = openTab();
    const sale = record('a', 20);
    expect(await first.open()).toEqual([]);
    expect(await first.prepare()).toEqual({ slots: 4096, free: 4096 });
    const room = await first.append([sale]);
    expect(room.free).toBeLessThan(4096);
    await first.writeCopy('registration', '{"register":"T01"}');
    await first.close();

    const second = openTab();
    expect(await second.open()).toEqual([slotKeyOf(sale.event)]);
    expect(await second.read(await second.keys())).toEqual([sale]);
    expect(await second.readCopy('registration')).toBe('{"register":"T01"}');
    expect(await second.readCopy('catalogue')).toBeNull();
    await second.confirm([{ register: slotKeyOf(sale.event).register, epoch: 1, seq: 1 }]);
    expect((await second.growWhenShort()).free).toBe(4096);
    await second.discard(slotKeyOf(sale.event));
    expect(await second.keys()).toEqual([]);
  });

  test('says that another tab has it', async () => {
    await openTab().open();
    await expect(openTab().open()).rejects.toThrow(FileBusy);
  });

  test('a full disk fails the probe and gives the room back', async () => {
    const file = openTab();
    await file.open();
    await file.probe();
    expect(folder.files.get('probe')?.size()).toBe(0);
    folder.faults.capacity = 1000;
    await expect(file.probe()).rejects.toThrow('no space');
  });

  test('a browser without such files refuses each call', async () => {
    const file = openTab(Promise.reject(new Error('getDirectory is not a function')));
    await expect(file.open()).rejects.toThrow('getDirectory is not a function');
    await expect(file.append([record('a')])).rejects.toThrow('getDirectory is not a function');
  });

  test('a worker that dies refuses what it was asked and what it will be', async () => {
    const channel = new MessageChannel();
    ends.push(channel);
    const file = journalFileOver(channel.port1);
    const opening = file.open();
    channel.port1.dispatchEvent(new Event('error'));
    await expect(opening).rejects.toThrow('the worker');
    await expect(file.open()).rejects.toThrow('the worker');
  });

  test('a worker that never answers, as one that was ended, keeps nobody waiting for ever', async () => {
    vi.useFakeTimers();
    try {
      const file = journalFileOver({ postMessage: () => undefined, addEventListener: () => undefined });
      const asked = file.keys().catch((error: unknown) => error);
      await vi.advanceTimersByTimeAsync(30_000);
      expect(await asked).toBeInstanceOf(TookTooLong);
    } finally {
      vi.useRealTimers();
    }
  });

  test('damaged content is not read as an event, however good its slots are', async () => {
    const file = openTab();
    await file.open();
    await file.prepare();
    const forged = record('a');
    await file.append([{ ...forged, event: { ...forged.event, sold_at: '2020-01-01T00:00:00Z' } }]);
    expect(await file.read(await file.keys())).toEqual([]);
  });
});
