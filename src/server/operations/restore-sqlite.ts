import { chmodSync, copyFileSync, existsSync, linkSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import LibsqlDatabase from 'libsql';
import { isBusy, takeData } from './data-lock.ts';
import { flush, isWithoutLinks, openUnfinished } from './finished-file.ts';
import { inspectCopy } from './inspect-copy.ts';
import type { RestoreReport } from './backup-report.ts';

/**
 * Puts a copy in the place of the embedded database. The copy is checked, written beside and checked again; what is
 * there gets a second name, and then one rename puts the copy into its place: at every moment there is a whole
 * database under the name, the old one or the new. Throws while a server runs on it.
 */
export function restoreSqlite(dataDir: string, file: string, stamp: string): RestoreReport {
  const live = path.join(dataDir, 'mostrador.sqlite');
  inspectCopy(file);
  mkdirSync(dataDir, { recursive: true });
  const lock = takeData(dataDir);
  const unfinished = openUnfinished(live);
  try {
    copyFileSync(file, unfinished);
    chmodSync(unfinished, 0o600);
    const contents = inspectCopy(unfinished);
    flush(unfinished);
    const kept = existsSync(live)
      ? keepOld(live, path.join(dataDir, `mostrador.before-restore-${stamp}.sqlite`))
      : null;
    renameSync(unfinished, live);
    flush(dataDir);
    return { ...contents, kept };
  } finally {
    rmSync(unfinished, { force: true });
    lock.release();
  }
}

/** The old database under a second name; returns it. */
function keepOld(live: string, kept: string): string {
  writeLogIn(live);
  giveSecondName(live, kept);
  // Only a damaged database still has a log here. It must not be taken for one of the copy.
  for (const side of ['-wal', '-shm'].filter((each) => existsSync(live + each))) {
    renameSync(live + side, kept + side);
  }
  flush(path.dirname(live));
  return kept;
}

/** Brings what stands in the write-ahead log into the database itself. That is possible only when no one has it open. */
function writeLogIn(live: string): void {
  const database = new LibsqlDatabase(live);
  try {
    database.exec('PRAGMA busy_timeout = 1000');
    database.exec('PRAGMA journal_mode = DELETE');
  } catch (error) {
    if (isBusy(error)) {
      throw new Error(`Another program has ${live} open. Close it first; nothing was changed.`, { cause: error });
    }
    // It is damaged, which may be why it is replaced. It is kept as it is.
  } finally {
    database.close();
  }
}

function giveSecondName(live: string, kept: string): void {
  try {
    linkSync(live, kept);
  } catch (error) {
    if (!isWithoutLinks(error)) {
      throw error;
    }
    copyFileSync(live, kept);
    flush(kept);
  }
}
