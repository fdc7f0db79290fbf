import path from 'node:path';
import { type DataPlace, fileStamp } from './backup.ts';
import type { RestoreReport } from './backup-report.ts';
import { restorePostgres } from './restore-postgres.ts';
import { restoreSqlite } from './restore-sqlite.ts';

/**
 * Puts a backup in the place of the data. Whatever goes wrong before the last step, which is one rename, changes
 * nothing. What was there is kept under another name.
 */
export async function restore(place: DataPlace, file: string, now: Date): Promise<RestoreReport> {
  const stamp = fileStamp(now);
  return place.databaseUrl === null
    ? restoreSqlite(place.dataDir, path.resolve(file), stamp)
    : restorePostgres(place.databaseUrl, path.resolve(file), stamp);
}
