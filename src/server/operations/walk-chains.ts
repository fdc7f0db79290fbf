import type { Kysely } from 'kysely';
import type { Schema } from '../db/schema.ts';
import type { JournalEventRow } from '../db/schema-journal.ts';
import type { ChainKey } from './verify-finding.ts';

/** Events read at once: with the rows that follow from them they fit into memory many times over. */
const PAGE = 500;

/** Every chain there is, in a fixed order. */
export function readChains(db: Kysely<Schema>): Promise<ChainKey[]> {
  return db
    .selectFrom('journal_events')
    .select(['organisation_id', 'register_id', 'epoch'])
    .distinct()
    .orderBy('organisation_id')
    .orderBy('register_id')
    .orderBy('epoch')
    .execute();
}

/** The events of one chain in order, some hundreds at a time, however many there are. */
export async function* eventPages(db: Kysely<Schema>, chain: ChainKey): AsyncGenerator<JournalEventRow[]> {
  let after = Number.MIN_SAFE_INTEGER;
  for (;;) {
    const page = await db
      .selectFrom('journal_events')
      .selectAll()
      .where('organisation_id', '=', chain.organisation_id)
      .where('register_id', '=', chain.register_id)
      .where('epoch', '=', chain.epoch)
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(PAGE)
      .execute();
    const last = page.at(-1);
    if (last === undefined) {
      return;
    }
    yield page;
    after = last.seq;
  }
}
