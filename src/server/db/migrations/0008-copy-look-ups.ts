import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

/** Each push asks for the copies that it follows, by hash, and a loss for the last one of its epoch, by place. */
export async function createCopyLookUps(db: Kysely<Schema>): Promise<void> {
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
}
