import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { expect, test } from 'vitest';
import { findPostgres } from '#testkit/find-postgres.ts';
import { startPostgres } from '#testkit/postgres.ts';
import { openPostgres } from '../db/postgres.ts';
import { openSqlite } from '../db/sqlite.ts';
import { checkDurability } from './durability.ts';

function listening() {
  const warnings: string[] = [];
  const logger = {
    info: () => undefined,
    warn: (_: object, said: string) => warnings.push(said),
    error: () => undefined,
  };
  return { warnings, logger };
}

test('an embedded database that does not wait for the disk stops the server', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mostrador-durable-'));
  const database = openSqlite(join(folder, 'a.sqlite'));
  const { logger, warnings } = listening();
  await checkDurability(database, logger);
  await sql`PRAGMA synchronous = NORMAL`.execute(database.db);
  await expect(checkDurability(database, logger)).rejects.toThrow(/does not wait for the disk/);
  expect(warnings).toEqual([]);
  await database.close();
  rmSync(folder, { recursive: true });
});

test('a PostgreSQL whose sessions would not wait is made to, and that is said; what it cannot be made to is said', async ({
  skip,
}) => {
  skip(findPostgres() === null, 'PostgreSQL is not installed');
  const postgres = await startPostgres();
  const url = await postgres.createDatabase();
  const open = () =>
    openPostgres({
      url,
      onLostConnection: (error) => {
        throw error;
      },
    });
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  const modeOf = async (setting: string) => {
    await owner.query(`alter role postgres set synchronous_commit = ${setting}`);
    const database = open();
    const { warnings, logger } = listening();
    await checkDurability(database, logger);
    const { rows } = await sql<{ mode: string }>`select current_setting('synchronous_commit') as mode`.execute(
      database.db,
    );
    await database.close();
    return { mode: rows[0]?.mode, warnings };
  };
  // This cluster is made to be thrown away, so it runs without fsync.
  const withoutFsync = expect.stringContaining('does not write through to its disk');
  expect(await modeOf('on')).toEqual({ mode: 'on', warnings: [withoutFsync] });
  expect(await modeOf('remote_apply')).toEqual({ mode: 'remote_apply', warnings: [withoutFsync] });
  expect(await modeOf('off')).toEqual({
    mode: 'on',
    warnings: [expect.stringContaining('synchronous_commit is off'), withoutFsync],
  });
  await owner.end();
  await postgres.stop();
}, 60_000);
