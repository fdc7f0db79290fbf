import type { Kysely } from 'kysely';
import type { JournalEvent } from '#core/journal/journal-event.ts';
import { type Batch, openBatch } from '#server/sync/batch.ts';
import { type Filing, planFiling } from '#server/sync/filing.ts';
import type { ReceivedItem } from '#server/sync/received-item.ts';
import { writeFilings } from '#server/sync/write-filings.ts';
import { readLocal } from '../catalogue/read-locals.ts';
import type { Schema } from '../db/schema.ts';
import type { JournalEventRow } from '../db/schema-journal.ts';
import { instantNow, type ServerDeps } from '../deps.ts';

/** Something that was stored without its effects. */
export interface StoredItem {
  organisation_id: string;
  register_id: string;
  epoch: number;
  local_id: string;
  received_at: string;
}

/** Why a stored event cannot be posted; thrown, so that all that was begun is undone. */
export class NotPosted extends Error {
  override readonly name = 'NotPosted';
}

/**
 * Files the effects of an event that is stored already, as they would have been filed when it came in: by the same
 * code, with the time at which it came in. What is odd about it is raised now. Resolves to the row that the event
 * would have had. Throws NotPosted when it cannot be posted.
 */
export async function postEvent(
  { deps, trx }: { deps: ServerDeps; trx: Kysely<Schema> },
  stored: StoredItem,
  item: ReceivedItem & { event: JournalEvent },
): Promise<JournalEventRow> {
  const device = {
    organisationId: stored.organisation_id,
    registerId: stored.register_id,
    localId: stored.local_id,
    tokenHash: '',
  };
  const { policy } = await readLocal(trx, device);
  const { epoch, received_at: receivedAt } = stored;
  // Nothing is stored under this name, so what the event takes from the stock is taken as of one that just came in.
  const asked = [{ ...item, id: 'posted-again' }];
  const batch = await openBatch(
    { deps, trx, device, epoch, receivedAt, isUnproven: false, policy, lostThrough: null },
    asked,
  );
  const filing = planned(batch, item);
  const now = instantNow(deps);
  const attention = filing.attention.map((row) => ({ ...row, created_at: now }));
  try {
    await writeFilings(trx, [{ ...filing, event: null, attention }]);
  } catch (error) {
    throw deps.database.blamesRow(error) ? notPosted(error) : error;
  }
  return filing.event;
}

function planned(batch: Batch, item: ReceivedItem & { event: JournalEvent }): Filing & { event: JournalEventRow } {
  try {
    const filing = planFiling(batch, { event: item.event, raw: item.raw });
    if (filing.event !== null) {
      return { ...filing, event: filing.event };
    }
  } catch (error) {
    throw notPosted(error);
  }
  throw new NotPosted('its place is taken');
}

function notPosted(error: unknown): NotPosted {
  const message = error instanceof Error ? error.message : String(error);
  return new NotPosted(`effects: ${message.slice(0, 300)}`, { cause: error });
}
