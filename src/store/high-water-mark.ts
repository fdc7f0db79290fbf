import { z } from 'zod';
import type { JournalEvent } from '#core/journal/journal-event.ts';
import { inOrder } from './journal-record.ts';

/**
 * A small place apart from both copies (localStorage in the browser) that remembers how far the journal came. It
 * restores nothing, but it betrays that both copies have lost something.
 */
export interface HighWaterPort {
  read(): string | null;
  write(text: string): void;
}

export interface HighWater {
  registerId: string;
  epoch: number;
  seq: number;
  hash: string;
}

const shape: z.ZodType<HighWater> = z.object({
  registerId: z.string(),
  epoch: z.int(),
  seq: z.int(),
  hash: z.string(),
});

/** The mark of this register; null when there is none that can be read. */
export function readHighWater(port: HighWaterPort, registerId: string): HighWater | null {
  try {
    const mark = shape.parse(JSON.parse(port.read() ?? ''));
    return mark.registerId === registerId ? mark : null;
  } catch {
    return null;
  }
}

/** Whether any register has ever written something on this device, as far as is known here. */
export function hasHighWater(port: HighWaterPort): boolean {
  try {
    return shape.safeParse(JSON.parse(port.read() ?? '')).success;
  } catch {
    return false;
  }
}

/** Remembers that an event's number is taken, or may be. A mark that cannot be written is a check less, not a fault. */
export function writeHighWater(port: HighWaterPort, event: JournalEvent): void {
  const { register_id: registerId, epoch, seq, hash } = event;
  const mark: HighWater = { registerId, epoch, seq, hash };
  try {
    port.write(JSON.stringify(mark));
  } catch {
    // The mark of an earlier event stays, which is lower: it claims nothing that is not so.
  }
}

/** Remembers the newest event that a copy shows, where the mark is not as far: the till stopped before that was written. */
export function raiseHighWater(port: HighWaterPort, newest: JournalEvent): void {
  const mark = readHighWater(port, newest.register_id);
  if (mark === null || inOrder(mark, newest) < 0) {
    writeHighWater(port, newest);
  }
}

/**
 * An event came to nothing, for certain: what was there before, as it was read, is true again, unless another tab has marked
 * something since.
 */
export function takeHighWaterBack(port: HighWaterPort, event: JournalEvent, before: string | null): void {
  try {
    if (readHighWater(port, event.register_id)?.hash === event.hash) {
      port.write(before ?? '');
    }
  } catch {
    // A mark that is too high costs an epoch of its own at the next start, and nothing else.
  }
}
