import { mkdirSync } from 'node:fs';
import path from 'node:path';
import LibsqlDatabase from 'libsql';

/**
 * Who uses a data folder. A server shares it, with other servers too; a restore wants it for itself. The lock is the
 * operating system's, on a small database beside the real one: it goes with the process that holds it, however that
 * ends, and leaves nothing to be cleaned up.
 */
export interface DataLock {
  release(): void;
}

/** How long somebody else's moment is waited for. */
const PATIENCE_MS = 2_000;

/** Held by a running server; throws while the data are being restored. */
export function shareData(dataDir: string): DataLock {
  return hold(dataDir, {
    begin: 'BEGIN',
    refusal: `The data in ${path.resolve(dataDir)} are being restored just now. Start the server when that is done.`,
  });
}

/** Held by a restore; throws while a server runs on the data. */
export function takeData(dataDir: string): DataLock {
  return hold(dataDir, {
    begin: 'BEGIN EXCLUSIVE',
    refusal: `A server runs on the data in ${path.resolve(dataDir)}. Stop it first; nothing was changed.`,
  });
}

function hold(dataDir: string, { begin, refusal }: { begin: string; refusal: string }): DataLock {
  mkdirSync(dataDir, { recursive: true });
  const lock = new LibsqlDatabase(path.join(dataDir, 'mostrador.lock'));
  try {
    lock.exec(`PRAGMA busy_timeout = ${String(PATIENCE_MS)}`);
    lock.exec(begin);
    // A transaction takes its lock with the first look at the file, which may be empty.
    lock.exec('SELECT count(*) FROM sqlite_schema');
  } catch (error) {
    lock.close();
    throw isBusy(error) ? new Error(refusal, { cause: error }) : error;
  }
  return {
    release() {
      lock.exec('ROLLBACK');
      lock.close();
    },
  };
}

/** True when another connection has the database for itself. */
export function isBusy(error: unknown): boolean {
  return error instanceof LibsqlDatabase.SqliteError && error.code.startsWith('SQLITE_BUSY');
}
