import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

/**
 * What pushes ask for: the copies that they follow, by hash; after a loss the last copy of the epoch, by place, and what
 * the office was told of that loss before.
 */
export async function createLookUps(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createIndex('journal_copies_by_hash')
    .on('journal_copies')
    .columns(['organisation_id', 'register_id', 'hash'])
    .execute();
  await db.schema
    .createIndex('journal_copies_by_place')
    .on('journal_copies')
    .columns(['organisation_id', 'register_id', 'epoch', 'seq'])
    .execute();
  await db.schema
    .createIndex('attention_by_kind')
    .on('attention')
    .columns(['organisation_id', 'register_id', 'kind'])
    .execute();
}
