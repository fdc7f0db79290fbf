import { CompiledQuery, type DatabaseConnection, Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { DatabasePort } from './port.ts';
import type { Schema } from './schema.ts';

/** How this server talks to PostgreSQL. */
export interface PostgresOptions {
  /** postgres://user:password@host:port/database */
  url: string;
  /** Told of a connection that broke while idle; the pool replaces it by itself. */
  onLostConnection: (error: Error) => void;
}

const INT8 = 20;

/** Connects to PostgreSQL 15 or newer; connections are made when they are first needed. */
export function openPostgres({ url, onLostConnection }: PostgresOptions): DatabasePort {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    // One stays: whoever wants to put another database in this one's place sees that a server runs.
    min: 1,
    application_name: 'mostrador',
    // For a new connection and for one that is free, on a machine that is busy; less than a till waits for an answer.
    connectionTimeoutMillis: 15_000,
    statement_timeout: 60_000,
    types: { getTypeParser: (oid, format) => (oid === INT8 ? readInteger : pg.types.getTypeParser(oid, format)) },
  });
  let isClosed = false;
  pool.on('error', (error) => {
    // The pool is done before its connections are: that one of them breaks on its way out is no news.
    if (!isClosed) {
      onLostConnection(error);
    }
  });
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool, onCreateConnection: waitForTheDisk }) });
  const close = () => {
    isClosed = true;
    return db.destroy();
  };
  return { kind: 'postgres', db, blamesRow, close };
}

/** Without it a power cut takes sales that the tills have been told are safe. What waits for more is left so. */
async function waitForTheDisk(connection: DatabaseConnection): Promise<void> {
  await connection.executeQuery(CompiledQuery.raw(WAIT_FOR_THE_DISK));
}

const WAIT_FOR_THE_DISK =
  "select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'";

/** Our integers stay far below 2^53; one that does not must never be rounded silently. */
function readInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) {
    throw new RangeError(`${text} is too large an integer`);
  }
  return value;
}

/** Class 22 is a value the column cannot take, class 23 a constraint; everything else is the database's trouble. */
function blamesRow(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) {
    return /^2[23]/.test(error.code ?? '');
  }
  return error instanceof TypeError || error instanceof RangeError;
}
