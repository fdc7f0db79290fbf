import { statSync } from 'node:fs';
import pg from 'pg';
import { z } from 'zod';
import type { BackupReport } from './backup-report.ts';
import { makeFile } from './finished-file.ts';
import { CONTENTS } from './inspect-copy.ts';
import { findProgram, runProgram, withoutPassword } from './postgres-programs.ts';

const moment = z.object({ snapshot: z.string() });
/** PostgreSQL counts in 64 bits, which come as text. */
export const countedRow = z.object({
  events: z.coerce.number(),
  sales: z.coerce.number(),
  newestEventAt: z.string().nullable(),
});

/** A dump of the PostgreSQL database as one moment shows it; the same moment is counted. */
export async function backupPostgres(databaseUrl: string, file: string): Promise<BackupReport> {
  const dump = findProgram('pg_dump');
  const list = findProgram('pg_restore');
  const { url, password } = withoutPassword(databaseUrl);
  const client = new pg.Client({ connectionString: databaseUrl });
  let counted = { events: 0, newestEventAt: null as string | null };
  await client.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const { snapshot } = moment.parse((await client.query('SELECT pg_export_snapshot() AS snapshot')).rows[0]);
    counted = countedRow.parse((await client.query(CONTENTS)).rows[0]);
    await makeFile(file, async (unfinished) => {
      const what = ['--format=custom', '--no-owner', '--no-privileges', `--snapshot=${snapshot}`];
      await runProgram(dump, [...what, `--file=${unfinished}`, `--dbname=${url}`], password);
      await runProgram(list, ['--list', unfinished], '');
    });
  } finally {
    await client.end();
  }
  return { file, bytes: statSync(file).size, events: counted.events, newestEventAt: counted.newestEventAt };
}
