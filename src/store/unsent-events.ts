import type { JournalEvent } from '#core/journal/journal-event.ts';
import type { JournalReader } from './journal-reader.ts';
import { within } from './patience.ts';
import type { UnsentEpoch } from './till-store.ts';

const CHUNK = 500;
/** A copy that does not answer must not keep the other one from being saved. */
const PATIENCE_MS = 30_000;

/**
 * Everything unconfirmed that any of these copies of the journal holds, oldest first; where two hold another event at
 * the same place, both. A copy that cannot be read is passed over; rejects with its error when none can be.
 */
export async function readUnsentEpochs(copies: readonly JournalReader[]): Promise<UnsentEpoch[]> {
  const found = new Map<string, JournalEvent>();
  const read = await Promise.allSettled(copies.map((copy) => within(PATIENCE_MS, readUnsent(copy))));
  for (const copy of read) {
    for (const event of copy.status === 'fulfilled' ? copy.value : []) {
      found.set(event.hash, event);
    }
  }
  const failure = read.find((copy) => copy.status === 'rejected');
  if (failure !== undefined && read.every((copy) => copy.status === 'rejected')) {
    throw failure.reason;
  }
  const events = [...found.values()].sort((a, b) => a.epoch - b.epoch || a.seq - b.seq);
  const epochs = [...new Set(events.map(({ epoch }) => epoch))];
  return epochs.map((epoch) => ({ epoch, items: events.filter((event) => event.epoch === epoch) }));
}

async function readUnsent(copy: JournalReader): Promise<JournalEvent[]> {
  const events: JournalEvent[] = [];
  for (const { epoch, sentThrough, lastSeq } of await copy.extents()) {
    let seq = sentThrough + 1;
    while (seq <= lastSeq) {
      const records = await copy.slice({ epoch, seq }, CHUNK);
      const last = records.at(-1);
      if (last === undefined) {
        break;
      }
      events.push(...records.map(({ event }) => event));
      seq = last.event.seq + 1;
    }
  }
  return events;
}
