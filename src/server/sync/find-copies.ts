import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Schema } from '../db/schema.ts';
import type { Device } from '../http/device-auth.ts';
import { copyKey } from './copy-key.ts';
import type { Chain, Head, Loss } from './judge-place.ts';
import type { ReceivedItem } from './received-item.ts';

/** What the entry of a copy that came after a loss says of it. */
const told = z.object({ lost_from: z.int(), lost_through: z.int() });

interface Place {
  trx: Kysely<Schema>;
  device: Device;
}

/** The keys of the copies that items of a batch are or follow, and what was lost before them: see `Chain`. */
export async function findCopies(
  ask: Place,
  items: readonly ReceivedItem[],
): Promise<{ copies: Set<string>; copied: Map<string, Loss | null> }> {
  const followed = items.flatMap(({ prevHash }) => (prevHash === null ? [] : [prevHash]));
  const ofRegister = ask.trx
    .selectFrom('journal_copies')
    .select(['event_id', 'raw_hash', 'hash'])
    .where('organisation_id', '=', ask.device.organisationId)
    .where('register_id', '=', ask.device.registerId);
  const same = ofRegister.where('event_id', 'in', [...new Set(items.map((item) => item.id))]);
  const before = ofRegister.where('hash', 'in', ['', ...new Set(followed)]);
  const rows = await same.union(before).execute();
  const losses = await findLosses(
    ask,
    rows.map((row) => row.event_id),
  );
  return {
    copies: new Set(rows.map((row) => copyKey(row.event_id, row.raw_hash))),
    copied: new Map(
      rows.flatMap((row) => (row.hash === null ? [] : [[row.hash, losses.get(row.event_id) ?? null] as const])),
    ),
  };
}

/**
 * What a push declares lost: the numbers after the newest event that is held up to there, be it in the chain or beside
 * it. Null where it declares nothing that the server lacks.
 */
export async function findDeclared(
  ask: Place & { epoch: number; lostThrough: number | null },
  head: Head,
): Promise<Chain['declared']> {
  const { trx, device, epoch, lostThrough: through } = ask;
  if (through === null || through <= head.seq) {
    return null;
  }
  const newest = await trx
    .selectFrom('journal_copies')
    .select(['event_id', 'seq'])
    .where('organisation_id', '=', device.organisationId)
    .where('register_id', '=', device.registerId)
    .where('epoch', '=', epoch)
    .where('seq', '>', head.seq)
    .where('seq', '<=', through)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (newest === undefined) {
    return { loss: { from: head.seq + 1, through }, through };
  }
  if (newest.seq < through) {
    return { loss: { from: newest.seq + 1, through }, through };
  }
  // It goes on right after what came with an earlier push, after the same loss.
  const before = (await findLosses(ask, [newest.event_id])).get(newest.event_id);
  return { loss: before ?? { from: head.seq + 1, through }, through };
}

/** What was lost before these copies, by event id; nothing of a copy that came after no loss. */
async function findLosses({ trx, device }: Place, ids: readonly string[]): Promise<Map<string, Loss>> {
  if (ids.length === 0) {
    return new Map();
  }
  const rows = await trx
    .selectFrom('attention')
    .select(['event_id', 'details'])
    .where('organisation_id', '=', device.organisationId)
    .where('register_id', '=', device.registerId)
    .where('kind', '=', 'after_loss')
    .where('event_id', 'in', ids)
    .execute();
  return new Map(
    rows.flatMap((row) => {
      const { lost_from: from, lost_through: through } = told.parse(JSON.parse(row.details));
      return row.event_id === null ? [] : [[row.event_id, { from, through }] as const];
    }),
  );
}
