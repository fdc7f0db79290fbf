import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/**
 * What differs between the databases the server runs on. Everything else, tables and queries alike, is one and the
 * same for both; the contract suite runs on each.
 */
export interface DatabasePort {
  readonly kind: 'sqlite' | 'postgres';
  readonly db: Kysely<Schema>;
  /**
   * True when the database refused these very rows (a constraint, a value out of range), so that trying again with
   * them is useless. False means the database itself is in trouble (disk full, connection lost, deadlock): nothing
   * is known to be wrong with the rows, and the whole transaction must be given up and tried again.
   */
  blamesRow(error: unknown): boolean;
  close(): Promise<void>;
}
