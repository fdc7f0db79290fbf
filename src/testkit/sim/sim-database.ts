import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import type { DatabasePort } from '#server/db/port.ts';
import type { Schema } from '#server/db/schema.ts';
import { blamesSqliteRow, sqliteDialect } from '#server/db/sqlite.ts';
import { DiskFailed, type Fate, type Mishap } from './mishap.ts';

/**
 * The server's embedded database with mishaps: at any statement, and before and after any commit, the process may be
 * gone, or an error is reported, be it that the commit stands all the same. Whatever was not committed when the process
 * went is rolled back, as the next start would.
 */
export function openSimDatabase(file: string, fate: Fate): DatabasePort {
  const inner = sqliteDialect(file);
  const dialect: Dialect = {
    createDriver: () => new MishapDriver(inner.createDriver(), fate),
    createQueryCompiler: () => inner.createQueryCompiler(),
    createAdapter: () => inner.createAdapter(),
    createIntrospector: (db) => inner.createIntrospector(db),
  };
  const db = new Kysely<Schema>({ dialect });
  return {
    kind: 'sqlite',
    db,
    blamesRow: (error) => !(error instanceof DiskFailed) && blamesSqliteRow(error),
    close: () => db.destroy(),
  };
}

class MishapDriver implements Driver {
  readonly #inner: Driver;
  readonly #fate: Fate;
  readonly #inners = new WeakMap<DatabaseConnection, DatabaseConnection>();
  #isOpen = false;

  constructor(inner: Driver, fate: Fate) {
    this.#inner = inner;
    this.#fate = fate;
  }

  init(): Promise<void> {
    return this.#inner.init();
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const inner = await this.#inner.acquireConnection();
    const outer: DatabaseConnection = {
      executeQuery: <R>(query: CompiledQuery) => this.#execute<R>(inner, query),
      streamQuery: <R>(query: CompiledQuery, size: number) => inner.streamQuery<R>(query, size),
    };
    this.#inners.set(outer, inner);
    return outer;
  }

  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    await this.#inner.beginTransaction(this.#of(connection), settings);
    this.#isOpen = true;
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    const mishap = this.#fate('commit');
    throwBefore(mishap);
    await this.#inner.commitTransaction(this.#of(connection));
    this.#isOpen = false;
    throwAfter(mishap);
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#isOpen) {
      this.#isOpen = false;
      await this.#inner.rollbackTransaction(this.#of(connection));
    }
  }

  releaseConnection(connection: DatabaseConnection): Promise<void> {
    return this.#inner.releaseConnection(this.#of(connection));
  }

  destroy(): Promise<void> {
    return this.#inner.destroy();
  }

  async #execute<R>(connection: DatabaseConnection, query: CompiledQuery): Promise<QueryResult<R>> {
    const mishap = this.#fate('statement');
    throwBefore(mishap);
    const result = await connection.executeQuery<R>(query);
    throwAfter(mishap);
    return result;
  }

  #of(connection: DatabaseConnection): DatabaseConnection {
    return this.#inners.get(connection) ?? connection;
  }
}

function throwBefore(mishap: Mishap): void {
  if (mishap === 'fails' || mishap === 'dies_before' || mishap === 'hangs') {
    throw new DiskFailed(`the database ${mishap}`);
  }
}

function throwAfter(mishap: Mishap): void {
  if (mishap === 'fails_after' || mishap === 'dies_after') {
    throw new DiskFailed(`the database ${mishap}`);
  }
}
