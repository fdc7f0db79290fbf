import LibsqlDatabase from 'libsql';
import { Kysely, type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely';
import type { DatabasePort } from './port.ts';
import type { Schema } from './schema.ts';

/** Prepared statements kept; beyond it the one unused for longest goes. */
const STATEMENTS_KEPT = 400;

/** Opens (and creates) the embedded database. */
export function openSqlite(file: string): DatabasePort {
  const db = new Kysely<Schema>({ dialect: sqliteDialect(file) });
  return { kind: 'sqlite', db, blamesRow: blamesSqliteRow, close: () => db.destroy() };
}

/**
 * The way to the embedded database. `synchronous=FULL`: with less, a power cut takes sales that the tills have been
 * told are safe.
 */
export function sqliteDialect(file: string): SqliteDialect {
  const database = new LibsqlDatabase(file);
  database.exec('PRAGMA journal_mode = WAL');
  database.exec('PRAGMA synchronous = FULL');
  database.exec('PRAGMA foreign_keys = ON');
  database.exec('PRAGMA busy_timeout = 5000');
  database.exec('PRAGMA cache_size = -65536');
  database.exec('PRAGMA wal_autocheckpoint = 4000');
  return new SqliteDialect({ database: withStatementCache(database) });
}

type LibsqlStatement = ReturnType<InstanceType<typeof LibsqlDatabase>['prepare']>;

/** Preparing costs several times what running a small statement does, so statements are kept by their text. */
function withStatementCache(database: InstanceType<typeof LibsqlDatabase>): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();
  return {
    prepare(text) {
      const statement = kept.get(text) ?? checked(database.prepare(text));
      kept.delete(text);
      kept.set(text, statement);
      const oldest = kept.keys().next();
      if (kept.size > STATEMENTS_KEPT && oldest.done !== true) {
        kept.delete(oldest.value);
      }
      return statement;
    },
    close() {
      kept.clear();
      database.close();
    },
  };
}

function checked(statement: LibsqlStatement): SqliteStatement {
  return {
    reader: statement.reader,
    all: (parameters) => statement.all(bindable(parameters)),
    run: (parameters) => statement.run(bindable(parameters)),
    iterate: (parameters) => statement.iterate(bindable(parameters)),
  };
}

/**
 * The native binding ends the whole process on a boolean and cuts a text at a NUL character, both without an
 * error: neither may reach it.
 */
function bindable(parameters: readonly unknown[]): unknown[] {
  for (const value of parameters) {
    if (typeof value === 'string' ? value.includes('\0') : !isPlainNumber(value) && value !== null) {
      throw new TypeError(`a ${typeof value} cannot be stored as it is`);
    }
  }
  return [...parameters];
}

function isPlainNumber(value: unknown): boolean {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isFinite(value));
}

const ROW_FAULTS = ['SQLITE_CONSTRAINT', 'SQLITE_MISMATCH', 'SQLITE_TOOBIG', 'SQLITE_RANGE'];

/** As DatabasePort says it. */
export function blamesSqliteRow(error: unknown): boolean {
  if (error instanceof LibsqlDatabase.SqliteError) {
    return ROW_FAULTS.some((fault) => error.code.startsWith(fault));
  }
  return error instanceof TypeError || error instanceof RangeError;
}
