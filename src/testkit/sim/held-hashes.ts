import { type Kysely, sql } from 'kysely';
import type { Schema } from '#server/db/schema.ts';

const TABLES = ['journal_events', 'journal_copies'] as const;

/**
 * The hash of every event in one SQLite file of the server. Events are only ever added there, so that each is read once: a
 * simulated shop is damaged thousands of times, and reading all of them each time took most of its time.
 */
export class HeldHashes {
  readonly #hashes = new Set<string | null>();
  readonly #readThrough = { journal_events: 0, journal_copies: 0 };

  async read(db: Kysely<Schema>): Promise<ReadonlySet<string | null>> {
    for (const table of TABLES) {
      const row = sql<number>`rowid`;
      const added = await db
        .selectFrom(table)
        .select(['hash', row.as('row')])
        .where(row, '>', this.#readThrough[table])
        .orderBy(row)
        .execute();
      added.forEach(({ hash }) => this.#hashes.add(hash));
      this.#readThrough[table] = added.at(-1)?.row ?? this.#readThrough[table];
    }
    return this.#hashes;
  }
}
