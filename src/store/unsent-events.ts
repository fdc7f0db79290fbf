import { verifyEvent } from '#core/journal/chain.ts';
import type { JournalEvent } from '#core/journal/journal-event.ts';
import { eventPlace } from '#protocol/event.ts';
import type { JournalReader } from './journal-reader.ts';
import { within } from './patience.ts';
import type { UnsentEpoch } from './till-store.ts';

const CHUNK = 500;
/** A copy that does not answer must not keep the other one from being saved. */
const PATIENCE_MS = 30_000;

/** An event and where its copy of the journal has it, whatever a damaged event says of itself. */
interface Placed {
  epoch: number;
  seq: number;
  event: JournalEvent;
  /** It is what was sealed. */
  isWhole: boolean;
}

/**
 * Everything unconfirmed that any of these copies of the journal holds, oldest first; where two hold another event at
 * the same place, both; a damaged one only where no copy has a whole one. A copy that cannot be read is passed over; rejects with its error when none can be.
 */
export async function readUnsentEpochs(copies: readonly JournalReader[]): Promise<UnsentEpoch[]> {
  const found = new Map<string, Placed>();
  const read = await Promise.allSettled(copies.map((copy) => within(PATIENCE_MS, readUnsent(copy))));
  for (const copy of read) {
    for (const placed of copy.status === 'fulfilled' ? copy.value : []) {
      found.set(placed.isWhole ? placed.event.hash : JSON.stringify(placed.event), placed);
    }
  }
  const failure = read.find((copy) => copy.status === 'rejected');
  if (failure !== undefined && read.every((copy) => copy.status === 'rejected')) {
    throw failure.reason;
  }
  const whole = new Set([...found.values()].filter(({ isWhole }) => isWhole).map(placeOf));
  const sorted = [...found.values()]
    .filter((placed) => placed.isWhole || !whole.has(placeOf(placed)))
    .sort((a, b) => a.epoch - b.epoch || a.seq - b.seq);
  const epochs = [...new Set(sorted.map(({ epoch }) => epoch))];
  return epochs.map((epoch) => ({
    epoch,
    items: sorted.filter((placed) => placed.epoch === epoch).map(({ event }) => event),
  }));
}

async function readUnsent(copy: JournalReader): Promise<Placed[]> {
  const found: Placed[] = [];
  for (const { epoch, sentThrough, lastSeq } of await copy.extents()) {
    let seq = sentThrough + 1;
    while (seq <= lastSeq) {
      const records = await copy.slice({ epoch, seq }, CHUNK);
      if (records.length === 0) {
        break;
      }
      for (const { event } of records) {
        const whole = isWhole(event);
        // A damaged event says nothing of its number: it stands after the one before it.
        seq = whole ? Math.max(event.seq, seq) : seq;
        found.push({ epoch, seq, event, isWhole: whole });
        seq += 1;
      }
    }
  }
  return found;
}

function isWhole(event: unknown): boolean {
  const place = eventPlace.safeParse(event);
  return place.success && verifyEvent(place.data);
}

function placeOf({ epoch, seq }: Placed): string {
  return `${String(epoch)}:${String(seq)}`;
}
