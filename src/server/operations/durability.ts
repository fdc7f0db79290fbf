import { sql } from 'kysely';
import { z } from 'zod';
import type { DatabasePort } from '../db/port.ts';
import type { Logger } from '../deps.ts';

/** What PRAGMA synchronous says: 2 is FULL, 3 is EXTRA. */
const FULL = 2;

const synchronous = z.object({ synchronous: z.number() });
const settings = z.object({
  synchronous_commit: z.string(),
  /** What it would be, had this server not set it for its own sessions. */
  given: z.string(),
  fsync: z.string(),
  full_page_writes: z.string(),
});

/**
 * Looks whether the database waits for the disk before it says that something is committed: what a till is told is
 * safe, it deletes one day. Throws where it does not and that is ours to set; warns of what only its owner can.
 */
export async function checkDurability({ kind, db }: DatabasePort, logger: Logger): Promise<void> {
  if (kind === 'sqlite') {
    const { rows } = await sql`PRAGMA synchronous`.execute(db);
    if (synchronous.parse(rows[0]).synchronous < FULL) {
      throw new Error('The embedded database does not wait for the disk (PRAGMA synchronous is below FULL).');
    }
    return;
  }
  const { rows } = await sql`
    SELECT current_setting('synchronous_commit') AS synchronous_commit, current_setting('fsync') AS fsync,
      current_setting('full_page_writes') AS full_page_writes,
      (SELECT reset_val FROM pg_settings WHERE name = 'synchronous_commit') AS given`.execute(db);
  const found = settings.parse(rows[0]);
  if (found.synchronous_commit === 'off') {
    throw new Error(
      'PostgreSQL confirms sales before they are on its disk: synchronous_commit is off and could not be set for ' +
        "this server's sessions. Set it on for its database: ALTER DATABASE … SET synchronous_commit = on.",
    );
  }
  if (found.given === 'off') {
    logger.warn(found, 'synchronous_commit is off in PostgreSQL; this server has set it on for its own sessions');
  }
  const off = [found.fsync, found.full_page_writes].includes('off');
  if (off) {
    logger.warn(found, 'PostgreSQL does not write through to its disk: a power cut may take sales it has confirmed');
  }
}
