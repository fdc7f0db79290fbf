import { z } from 'zod';
import { EVENT_VERSION, type JournalEvent } from '#core/journal/journal-event.ts';
import { eventPlace, journalEvent } from '#protocol/event.ts';
import { isEventId } from '#protocol/values.ts';
import { sha256Hex } from '../http/secrets.ts';
import { issuesOf } from '../http/router.ts';
import { isSealed } from './is-sealed.ts';

/** One item of a push: what of it could be read, and its text word for word. */
export interface ReceivedItem {
  raw: string;
  /** What it is filed under: its own id, unless that cannot be read or belongs to another register. */
  id: string;
  /** The id that the answer names it by. */
  named: string;
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

/** An item that does not say both what it is called and where it belongs: it gets a place from those around it. */
export interface Nameless {
  raw: string;
  id: string | null;
  seq: number | null;
}

const wholeId = z.string().refine(isEventId);
const leastPlace = z.object({ id: wholeId, seq: z.int().positive() });
const partlyNamed = z.looseObject({ id: wholeId.nullish().catch(null), seq: z.int().positive().nullish().catch(null) });
const version = z.looseObject({ v: z.int().positive() });

/**
 * Reads one item that was pushed for this register and epoch. An item whose id and seq can be read always has a
 * place in the chain, whatever else is wrong with it: it is kept word for word and the sequence goes on, for one
 * bad event must not hold up the rest. Null when not even those two can be read: see `readNameless`.
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
  const known = { raw, id: least.data.id, named: least.data.id, seq: least.data.seq };
  const place = eventPlace.safeParse(value);
  if (!place.success) {
    return { ...known, hash: null, prevHash: null, intact: false, event: null, fault: faultOf('shape', place.error) };
  }
  const { hash, prev_hash: prevHash, register_id: registerId, epoch } = place.data;
  const damaged = { ...known, hash, prevHash, intact: false, event: null };
  if (registerId !== chain.registerId || epoch !== chain.epoch) {
    // The register that it belongs to may still bring it: its id must be free for that.
    const fault = `place: it says register ${registerId}, epoch ${String(epoch)}`;
    return { ...damaged, hash: null, prevHash: null, id: madeId('elsewhere', chain, raw), fault };
  }
  if (!isSealed(place.data)) {
    return { ...damaged, fault: 'hash: it is not that of the content' };
  }
  return { ...damaged, intact: true, ...understood(value) };
}

/** What of an item's id and seq can be read, where they cannot both be. */
export function readNameless(value: unknown, raw: string): Nameless {
  const { id: ownId = null, seq = null } = partlyNamed.safeParse(value).data ?? {};
  return { raw, id: ownId, seq };
}

/** A nameless item with the place that it was found to have. */
export function named(
  { raw, id: ownId }: Nameless,
  place: { registerId: string; epoch: number; seq: number },
): ReceivedItem {
  const given = ownId ?? madeId('unreadable', place, raw);
  const { seq } = place;
  const fault = 'unreadable: it has no id and seq of its own';
  return { raw, id: given, named: given, seq, hash: null, prevHash: null, intact: false, event: null, fault };
}

/** An intact event of a later version says what no program of today knows, even where it looks familiar. */
function understood(value: unknown): Pick<ReceivedItem, 'event' | 'fault'> {
  const told = version.safeParse(value);
  if (told.success && told.data.v > EVENT_VERSION) {
    return {
      event: null,
      fault: `v: version ${String(told.data.v)} is newer than this server's ${String(EVENT_VERSION)}`,
    };
  }
  const event = journalEvent.safeParse(value);
  return event.success ? { event: event.data, fault: null } : { event: null, fault: faultOf('shape', event.error) };
}

/** The same for the same text at the same place, and no other text's anywhere in the organisation. */
function madeId(why: string, place: { registerId: string; epoch: number; seq?: number }, raw: string): string {
  const { registerId, epoch, seq = 0 } = place;
  return `${why}-${sha256Hex(JSON.stringify([registerId, epoch, seq, raw])).slice(0, 32)}`;
}

function faultOf(what: string, error: z.ZodError): string {
  const [first] = issuesOf(error);
  return `${what}: ${first?.path ?? ''}: ${first?.message ?? 'not understood'}`.slice(0, 300).toWellFormed();
}
