import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import LibsqlDatabase from 'libsql';
import type { BackupReport } from './backup-report.ts';
import { makeFile } from './finished-file.ts';
import { inspectCopy } from './inspect-copy.ts';

/**
 * A copy of the embedded database as one moment shows it, while the server goes on. The copy is read from end to end
 * before it gets its name.
 */
export async function backupSqlite(dataDir: string, file: string): Promise<BackupReport> {
  const live = path.join(dataDir, 'mostrador.sqlite');
  if (!existsSync(live)) {
    throw new Error(`There are no data in ${path.resolve(dataDir)}.`);
  }
  let contents = { events: 0, newestEventAt: null as string | null };
  await makeFile(file, (unfinished) => {
    const database = new LibsqlDatabase(live);
    try {
      database.exec('PRAGMA busy_timeout = 5000');
      database.exec(`VACUUM INTO '${unfinished.replaceAll("'", "''")}'`);
    } finally {
      database.close();
    }
    contents = inspectCopy(unfinished);
  });
  return { file, bytes: statSync(file).size, events: contents.events, newestEventAt: contents.newestEventAt };
}
