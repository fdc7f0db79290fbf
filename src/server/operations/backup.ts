import path from 'node:path';
import type { ServerConfig } from '../config.ts';
import type { BackupReport } from './backup-report.ts';
import { backupPostgres } from './backup-postgres.ts';
import { backupSqlite } from './backup-sqlite.ts';

/** Where the data are. */
export type DataPlace = Pick<ServerConfig, 'dataDir' | 'databaseUrl'>;

/**
 * Writes a consistent copy of everything the server holds into `file`, or into a new file of the data folder when it
 * is null, while the server may go on. Never overwrites; throws, in words, when no whole copy could be made.
 */
export function backup(place: DataPlace, file: string | null, now: Date): Promise<BackupReport> {
  const suffix = place.databaseUrl === null ? 'sqlite' : 'dump';
  const target = file ?? path.join(backupFolder(place.dataDir), `mostrador-${fileStamp(now)}.${suffix}`);
  return place.databaseUrl === null
    ? backupSqlite(place.dataDir, path.resolve(target))
    : backupPostgres(place.databaseUrl, path.resolve(target));
}

export function backupFolder(dataDir: string): string {
  return path.join(dataDir, 'backups');
}

/** A UTC instant as it can stand in the name of a file: 20260314-150000. */
export function fileStamp(now: Date): string {
  return now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
}
