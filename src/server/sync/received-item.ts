import { z } from 'zod';
import { verifyEvent } from '#core/journal/chain.ts';
import type { JournalEvent } from '#core/journal/journal-event.ts';
import { eventPlace, journalEvent } from '#protocol/event.ts';
import { id } from '#protocol/values.ts';
import { issuesOf } from '../http/router.ts';

/** One item of a push: what of it could be read, and its text word for word. */
export interface ReceivedItem {
  raw: string;
  id: string;
  seq: number;
  /** What the item says of itself; null when that could not be read. */
  hash: string | null;
  prevHash: string | null;
  /** True when the hash is that of the content: the event is what the till sealed. */
  intact: boolean;
  /** The event when it is intact and understood, else null. */
  event: JournalEvent | null;
  /** Why it is not, in a form for the person who looks at it. */
  fault: string | null;
}

const leastPlace = z.object({ id, seq: z.int().positive() });

/**
 * Reads one item that was pushed for this register and epoch. An item whose id and seq can be read always has a
 * place in the chain, whatever else is wrong with it: it is kept word for word and the sequence goes on, for one
 * bad event must not hold up the rest. Null when not even those two can be read: then there is nothing to file it
 * under and nothing to answer about it.
 */
export function readItem(
  value: unknown,
  raw: string,
  chain: { registerId: string; epoch: number },
): ReceivedItem | null {
  const least = leastPlace.safeParse(value);
  if (!least.success) {
    return null;
  }
  const known = { raw, id: least.data.id, seq: least.data.seq };
  const place = eventPlace.safeParse(value);
  if (!place.success) {
    return { ...known, hash: null, prevHash: null, intact: false, event: null, fault: faultOf(place.error) };
  }
  const { hash, prev_hash: prevHash, register_id: registerId, epoch } = place.data;
  if (registerId !== chain.registerId || epoch !== chain.epoch) {
    const fault = `place: it says register ${registerId}, epoch ${String(epoch)}`;
    return { ...known, hash, prevHash, intact: false, event: null, fault };
  }
  if (!verifyEvent(place.data)) {
    return { ...known, hash, prevHash, intact: false, event: null, fault: 'hash: it is not that of the content' };
  }
  const event = journalEvent.safeParse(value);
  return event.success
    ? { ...known, hash, prevHash, intact: true, event: event.data, fault: null }
    : { ...known, hash, prevHash, intact: true, event: null, fault: faultOf(event.error) };
}

function faultOf(error: z.ZodError): string {
  const [first] = issuesOf(error);
  return `shape: ${first?.path ?? ''}: ${first?.message ?? 'not understood'}`.slice(0, 300);
}
