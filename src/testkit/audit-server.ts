import type { Kysely } from 'kysely';
import type { Schema } from '#server/db/schema.ts';
import { verifyServer } from '#server/operations/verify-server.ts';
import type { FieldTill } from './field-till.ts';

/** More than any till of a test has. */
const ALL = 1_000_000;

/**
 * What a server does not hold as its tills have it: every event of theirs exactly once, at its place, accepted, with
 * the heads of all chains, and with everything that follows from it. Empty when all is well.
 */
export async function auditServer(db: Kysely<Schema>, tills: readonly FieldTill[]): Promise<string[]> {
  const faults = (await verifyServer(db)).findings.map(({ kind, text }) => `${kind}: ${text}`);
  for (const till of tills) {
    const mine = (await till.store.recentEvents(ALL)).map(({ epoch, seq, id, hash }) => ({ epoch, seq, id, hash }));
    const rows = await db
      .selectFrom('journal_events')
      .select(['epoch', 'seq', 'event_id as id', 'hash', 'status'])
      .where('register_id', '=', till.registerId)
      .execute();
    const theirs = new Map(rows.map((row) => [placeOf(row), row]));
    const lost = mine.filter((event) => theirs.get(placeOf(event))?.status !== 'accepted');
    faults.push(...lost.map((event) => `${till.registerId} has ${placeOf(event)}, the server does not`));
    if (rows.length !== mine.length) {
      faults.push(`${till.registerId} has ${String(mine.length)} events, the server ${String(rows.length)}`);
    }
    faults.push(...(await wrongHeads(db, till)), ...(await raised(db, till)));
  }
  return faults;
}

interface Place {
  epoch: number;
  seq: number;
  id: string;
  hash: string | null;
}

function placeOf({ epoch, seq, id, hash }: Place): string {
  return `${String(epoch)}/${String(seq)} ${id} ${String(hash)}`;
}

async function wrongHeads(db: Kysely<Schema>, { registerId, store }: FieldTill): Promise<string[]> {
  const heads = await db
    .selectFrom('chain_heads')
    .select(['epoch', 'seq', 'hash'])
    .where('register_id', '=', registerId)
    .execute();
  const extents = (await store.outbox.position())?.epochs ?? [];
  const faults: string[] = [];
  for (const { epoch, lastSeq } of extents) {
    const head = heads.find((each) => each.epoch === epoch);
    if (head?.seq !== lastSeq || head.hash !== (await store.outbox.hashAt(epoch, lastSeq))) {
      faults.push(
        `${registerId} ends epoch ${String(epoch)} with ${String(lastSeq)}, the server with ${String(head?.seq)}`,
      );
    }
  }
  return heads.length === extents.length ? faults : [...faults, `${registerId} has epochs that are not its own`];
}

/** Copies and quarantine never come of a till and a server that are as they should be. */
async function raised(db: Kysely<Schema>, { registerId }: FieldTill): Promise<string[]> {
  const copies = await db
    .selectFrom('journal_copies')
    .select('event_id')
    .where('register_id', '=', registerId)
    .execute();
  return copies.map(({ event_id: id }) => `${registerId} was thought to be two devices at ${id}`);
}
