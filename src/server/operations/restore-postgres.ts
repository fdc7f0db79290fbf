import pg from 'pg';
import { z } from 'zod';
import { countedRow } from './backup-postgres.ts';
import { type CopyContents, CONTENTS, refuseNewer } from './inspect-copy.ts';
import { findProgram, runProgram, withoutPassword } from './postgres-programs.ts';
import type { RestoreReport } from './backup-report.ts';

const countRow = z.object({ count: z.coerce.number() });
const stepRow = z.object({ name: z.string() });

/**
 * Puts a dump in the place of the PostgreSQL database: it is restored into a new database beside it and counted there,
 * and then both change names in one transaction. Throws while anyone is connected to the old one.
 */
export async function restorePostgres(databaseUrl: string, file: string, stamp: string): Promise<RestoreReport> {
  const program = findProgram('pg_restore');
  await refuseForeign(program, file);
  const name = databaseOf(databaseUrl);
  const fresh = `${name}_restore_${stamp.replace('-', '_')}`;
  const kept = `${name}_before_restore_${stamp.replace('-', '_')}`;
  const client = new pg.Client({ connectionString: otherDatabase(databaseUrl, 'postgres') });
  await client.connect();
  try {
    const isThere = await countOf(client, 'SELECT count(*) FROM pg_database WHERE datname = $1', name);
    await refuseWhileUsed(client, name);
    await client.query(`CREATE DATABASE ${pg.escapeIdentifier(fresh)} TEMPLATE template0 ENCODING 'UTF8'`);
    try {
      const contents = await fill({ program, file, databaseUrl: otherDatabase(databaseUrl, fresh) });
      await exchange(client, { name, fresh, kept: isThere > 0 ? kept : null });
      return { ...contents, kept: isThere > 0 ? `the database ${kept}` : null };
    } catch (error) {
      await client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(fresh)}`);
      throw error;
    }
  } finally {
    await client.end();
  }
}

async function refuseForeign(program: string, file: string): Promise<void> {
  const list = await runProgram(program, ['--list', file], '');
  if (!/ TABLE DATA \S+ journal_events /.test(list)) {
    throw new Error(`${file} is a dump of something else: it has no journal_events.`);
  }
}

async function refuseWhileUsed(client: pg.Client, name: string): Promise<void> {
  const sessions = await countOf(client, 'SELECT count(*) FROM pg_stat_activity WHERE datname = $1', name);
  if (sessions > 0) {
    throw new Error(
      `${String(sessions)} sessions are connected to the database ${name}. Stop the server first; nothing was changed.`,
    );
  }
}

async function countOf(client: pg.Client, query: string, name: string): Promise<number> {
  return countRow.parse((await client.query(query, [name])).rows[0]).count;
}

async function fill(what: { program: string; file: string; databaseUrl: string }): Promise<CopyContents> {
  const { url, password } = withoutPassword(what.databaseUrl);
  const how = ['--no-owner', '--no-privileges', '--exit-on-error', '--single-transaction'];
  await runProgram(what.program, [...how, `--dbname=${url}`, what.file], password);
  const client = new pg.Client({ connectionString: what.databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query('SELECT name FROM kysely_migration');
    refuseNewer(
      z
        .array(stepRow)
        .parse(rows)
        .map((row) => row.name),
    );
    return countedRow.parse((await client.query(CONTENTS)).rows[0]);
  } finally {
    await client.end();
  }
}

async function exchange(client: pg.Client, names: { name: string; fresh: string; kept: string | null }): Promise<void> {
  const rename = (from: string, to: string) =>
    client.query(`ALTER DATABASE ${pg.escapeIdentifier(from)} RENAME TO ${pg.escapeIdentifier(to)}`);
  await client.query('BEGIN');
  try {
    if (names.kept !== null) {
      await rename(names.name, names.kept);
    }
    await rename(names.fresh, names.name);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

function databaseOf(databaseUrl: string): string {
  const name = decodeURIComponent(new URL(databaseUrl).pathname.slice(1));
  if (name === '') {
    throw new Error('DATABASE_URL names no database.');
  }
  return name;
}

function otherDatabase(databaseUrl: string, name: string): string {
  const url = new URL(databaseUrl);
  url.pathname = `/${encodeURIComponent(name)}`;
  return url.toString();
}
