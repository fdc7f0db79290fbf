import { verifyEvent } from '#core/journal/chain.ts';
import { eventPlace } from '#protocol/event.ts';
import type { Ask } from './batch.ts';
import type { Chain } from './judge-place.ts';
import type { ReceivedItem } from './received-item.ts';

/**
 * The numbers of which this push brings the next event, but neither the event itself nor the word that it is lost, and
 * whose event is not here as that device has it: see `Chain`. Asks for nothing where a push goes on in the chain.
 */
export async function findLacking(
  ask: Ask,
  items: readonly ReceivedItem[],
  known: Pick<Chain, 'head' | 'copied'> & { stored: ReadonlyMap<string, unknown> },
): Promise<Set<number>> {
  const { mayWait, lostThrough } = ask;
  const brought = new Set(items.map(({ seq }) => seq));
  const open = items.filter(
    (item) =>
      mayWait &&
      item.intact &&
      item.seq > (lostThrough ?? 0) + 1 &&
      item.seq <= known.head.seq + 1 &&
      !brought.has(item.seq - 1) &&
      !known.stored.has(item.id) &&
      !isContinued(item, known),
  );
  if (open.length === 0) {
    return new Set();
  }
  const places = open.map(({ seq }) => seq - 1);
  const held = await findHeld(ask, places);
  return new Set(open.filter((item) => !held.some((event) => isBefore(event, item))).map(({ seq }) => seq - 1));
}

function isContinued({ seq, prevHash }: ReceivedItem, { head, copied }: Pick<Chain, 'head' | 'copied'>): boolean {
  return prevHash !== null && (copied.has(prevHash) || (seq === head.seq + 1 && prevHash === head.hash));
}

interface HeldEvent {
  seq: number;
  hash: string | null;
  raw: string;
}

/** What stands at these numbers, in the chain and beside it. */
async function findHeld({ trx, device, epoch }: Ask, places: readonly number[]): Promise<HeldEvent[]> {
  const read = (table: 'journal_events' | 'journal_copies') =>
    trx
      .selectFrom(table)
      .select(['seq', 'hash', 'raw'])
      .where('organisation_id', '=', device.organisationId)
      .where('register_id', '=', device.registerId)
      .where('epoch', '=', epoch)
      .where('seq', 'in', places)
      .execute();
  return [...(await read('journal_events')), ...(await read('journal_copies'))];
}

/** What a damaged event says of its hash proves nothing: it may be the one before. */
function isBefore({ seq, hash, raw }: HeldEvent, item: ReceivedItem): boolean {
  return seq === item.seq - 1 && (hash === item.prevHash || !isIntact(raw));
}

function isIntact(raw: string): boolean {
  const event = eventPlace.safeParse(JSON.parse(raw));
  return event.success && verifyEvent(event.data);
}
