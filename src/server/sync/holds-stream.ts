import type { Kysely } from 'kysely';
import { eventPlace } from '#protocol/event.ts';
import type { Schema } from '../db/schema.ts';
import type { Device } from '../http/device-auth.ts';

/** How many copies are looked at together: there are any only of a register that two devices wrote as. */
const AT_ONCE = 200;

interface Asked {
  db: Kysely<Schema>;
  device: Device;
  epoch: number;
}

/** One event of a stream, by its number and hash. */
interface Link {
  seq: number;
  hash: string;
}

interface Copy extends Link {
  prevHash: string | null;
  isAfterLoss: boolean;
}

/**
 * Whether this very event is here, and all that its device wrote before it in this epoch: in the chain, or beside it
 * back to where the two parted, or to numbers that were declared lost. A server that was restored, and that another
 * device then filled, may have got the newest event again and nothing of what came before.
 */
export async function holdsStream(asked: Asked, mark: Link): Promise<boolean> {
  let link = mark;
  for (;;) {
    if (await isInChain(asked, link)) {
      return true;
    }
    const copies = await copiesDownFrom(asked, link.seq);
    const end = followBack(copies, link);
    if (end === 'complete' || end.seq === link.seq) {
      return end === 'complete';
    }
    link = end;
  }
}

/** As far as these copies lead: to the beginning, or to the link that has to be looked for elsewhere. */
function followBack(copies: ReadonlyMap<string, Copy>, from: Link): 'complete' | Link {
  let link = from;
  for (;;) {
    const copy = copies.get(nameOf(link));
    if (copy === undefined) {
      return link;
    }
    if (copy.isAfterLoss || copy.seq === 1) {
      return 'complete';
    }
    link = { seq: copy.seq - 1, hash: copy.prevHash ?? '' };
  }
}

async function isInChain({ db, device, epoch }: Asked, { seq, hash }: Link): Promise<boolean> {
  const row = await db
    .selectFrom('journal_events')
    .select('hash')
    .where('organisation_id', '=', device.organisationId)
    .where('register_id', '=', device.registerId)
    .where('epoch', '=', epoch)
    .where('seq', '=', seq)
    .where('hash', '=', hash)
    .executeTakeFirst();
  return row !== undefined;
}

/** By number and hash. */
async function copiesDownFrom({ db, device, epoch }: Asked, seq: number): Promise<Map<string, Copy>> {
  const rows = await db
    .selectFrom('journal_copies')
    .select(['event_id', 'seq', 'hash', 'raw'])
    .where('organisation_id', '=', device.organisationId)
    .where('register_id', '=', device.registerId)
    .where('epoch', '=', epoch)
    .where('seq', '<=', seq)
    .orderBy('seq', 'desc')
    .limit(AT_ONCE)
    .execute();
  const afterLoss = await keptAfterLoss(
    { db, device },
    rows.map((row) => row.event_id),
  );
  const copies = rows.flatMap(({ event_id: id, seq: at, hash, raw }): Copy[] =>
    hash === null ? [] : [{ seq: at, hash, prevHash: prevHashOf(raw), isAfterLoss: afterLoss.has(id) }],
  );
  return new Map(copies.map((copy) => [nameOf(copy), copy]));
}

async function keptAfterLoss(
  { db, device }: Omit<Asked, 'epoch'>,
  ids: readonly string[],
): Promise<Set<string | null>> {
  if (ids.length === 0) {
    return new Set();
  }
  const rows = await db
    .selectFrom('attention')
    .select('event_id')
    .where('organisation_id', '=', device.organisationId)
    .where('register_id', '=', device.registerId)
    .where('kind', '=', 'after_loss')
    .where('event_id', 'in', ids)
    .execute();
  return new Set(rows.map((row) => row.event_id));
}

function prevHashOf(raw: string): string | null {
  const event = eventPlace.safeParse(JSON.parse(raw));
  return event.success ? event.data.prev_hash : null;
}

function nameOf({ seq, hash }: Link): string {
  return `${String(seq)} ${hash}`;
}
