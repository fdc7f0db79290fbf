import { verifyEvent } from '#core/journal/chain.ts';
import type { JournalEvent } from '#core/journal/journal-event.ts';
import type { TillStore } from './till-store.ts';

/** So many of the newest events are looked at: a machine that starts again and again notes each time that its records were mended. */
export const MOST_NOTES = 10;

/**
 * The last event that this device wrote before it stopped: what it noted at its start of its own records comes after that.
 * What the server gave back of the register's past was paid on another device, or before this one was wiped. Null when
 * there is none. "hidden" when there is known to have been one, and no copy that answers has it as it was written.
 * `newest`: that many of the newest events, newest first.
 */
export async function lastWritten(
  store: Pick<TillStore, 'registration' | 'unsent'>,
  newest: readonly JournalEvent[],
): Promise<JournalEvent | 'hidden' | null> {
  const head = store.registration === null ? null : (await store.unsent()).head;
  let place: { epoch: number; seq: number } | null = head;
  for (const event of head === null ? [] : newest) {
    if (!verifyEvent(event)) {
      return 'hidden';
    }
    if (event.epoch !== place?.epoch || event.seq !== place.seq) {
      break;
    }
    if (event.type !== 'data.restored') {
      return event;
    }
    place = { epoch: event.body.previous_epoch, seq: event.body.previous_seq };
  }
  return place === null || place.seq === 0 ? null : 'hidden';
}
