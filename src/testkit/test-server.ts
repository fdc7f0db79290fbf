import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CompiledQuery } from 'kysely';
import { createApp } from '#server/app.ts';
import { migrate } from '#server/db/migrate.ts';
import type { DatabasePort } from '#server/db/port.ts';
import { openPostgres } from '#server/db/postgres.ts';
import { openSqlite } from '#server/db/sqlite.ts';
import { seedDemo } from '#server/demo/seed.ts';
import type { ServerDeps } from '#server/deps.ts';
import { startPostgres, type ThrowAwayPostgres } from './postgres.ts';

/** The databases that every behaviour of the server is shown on. */
export const TEST_DATABASES = ['sqlite', 'postgres'] as const;
export type TestDatabase = (typeof TEST_DATABASES)[number];

/** The real application on a real database of its own, with the demo shop in it and a clock that stands still. */
export interface TestServer {
  deps: ServerDeps;
  /** Milliseconds; tests may set it. */
  clock: { now: number };
  /** What the server logged. */
  logged: { level: string; fields: object; message: string }[];
  /** `address` is where the caller seems to be; each call comes from another one unless it says so. */
  request(path: string, init?: RequestInit & { address?: string }): Promise<Response>;
  /** A request with a JSON body. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  close(): Promise<void>;
}

const OPENED_AT = Date.parse('2026-03-14T15:00:00.000Z');

/** Opens a server; PostgreSQL is started for the first one of a process and must be there. */
export async function openTestServer(
  kind: TestDatabase,
  change: { staticRoot?: string; demo?: boolean } = {},
): Promise<TestServer> {
  const isDemo = change.demo !== false;
  const { database, drop } = kind === 'sqlite' ? await openTestSqlite(isDemo) : await openTestPostgres(isDemo);
  const clock = { now: OPENED_AT };
  const logged: TestServer['logged'] = [];
  const log = (level: string) => (fields: object, message: string) => {
    logged.push({ level, fields, message });
  };
  const deps: ServerDeps = {
    database,
    now: () => clock.now,
    randomBytes: (length) => new Uint8Array(randomBytes(length)),
    logger: { info: log('info'), warn: log('warn'), error: log('error') },
    staticRoot: change.staticRoot ?? null,
  };
  if (!isDemo) {
    await migrate(database.db);
  }
  const app = createApp(deps);
  let callers = 0;
  const request: TestServer['request'] = async (path, init = {}) => {
    callers += 1;
    const { address = `caller-${String(callers)}`, ...rest } = init;
    return app.request(path, rest, { address });
  };
  return {
    deps,
    clock,
    logged,
    request,
    post: (path, body, headers = {}) =>
      request(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    async close() {
      await database.close();
      await drop();
    },
  };
}

interface OpenDatabase {
  database: DatabasePort;
  drop: () => Promise<void>;
}

async function openTestSqlite(isDemo: boolean): Promise<OpenDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'mostrador-sqlite-'));
  const file = join(folder, 'test.sqlite');
  if (isDemo) {
    writeFileSync(file, await (demoFile ??= makeDemoFile()));
  }
  return {
    database: openSqlite(file),
    drop: () => {
      rmSync(folder, { recursive: true, force: true });
      return Promise.resolve();
    },
  };
}

async function openTestPostgres(isDemo: boolean): Promise<OpenDatabase> {
  const { cluster, demo } = await (demoCluster ??= startDemoCluster());
  const url = await cluster.createDatabase(isDemo ? demo : null);
  return { database: postgresAt(url), drop: () => cluster.dropDatabase(url) };
}

/** Hashing the PINs of a demo shop takes its time on purpose: it is made once in a process, and copied. */
let demoFile: Promise<Uint8Array> | null = null;
let demoCluster: Promise<{ cluster: ThrowAwayPostgres; demo: string }> | null = null;

/** The bytes of a database file. */
async function makeDemoFile(): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), 'mostrador-demo-'));
  const file = join(folder, 'demo.sqlite');
  const database = openSqlite(file);
  await fillWithDemo(database);
  await database.db.executeQuery(CompiledQuery.raw('PRAGMA wal_checkpoint(TRUNCATE)'));
  await database.close();
  const bytes = readFileSync(file);
  rmSync(folder, { recursive: true, force: true });
  return bytes;
}

async function startDemoCluster(): Promise<{ cluster: ThrowAwayPostgres; demo: string }> {
  const cluster = await startPostgres();
  const url = await cluster.createDatabase();
  const database = postgresAt(url);
  await fillWithDemo(database);
  // What somebody is connected to cannot be copied.
  await database.close();
  return { cluster, demo: new URL(url).pathname.slice(1) };
}

async function fillWithDemo(database: DatabasePort): Promise<void> {
  await migrate(database.db);
  await seedDemo({ database, now: () => OPENED_AT, randomBytes: (length) => new Uint8Array(randomBytes(length)) });
}

function postgresAt(url: string): DatabasePort {
  const onLostConnection = (error: Error) => {
    throw error;
  };
  return openPostgres({ url, onLostConnection });
}
