import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '#server/app.ts';
import { migrate } from '#server/db/migrate.ts';
import type { DatabasePort } from '#server/db/port.ts';
import { openPostgres } from '#server/db/postgres.ts';
import { openSqlite } from '#server/db/sqlite.ts';
import { seedDemo } from '#server/demo/seed.ts';
import type { ServerDeps } from '#server/deps.ts';
import { startPostgres } from './postgres.ts';

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

/** Opens a server; PostgreSQL is started for it and must be there. */
export async function openTestServer(
  kind: TestDatabase,
  change: { staticRoot?: string; demo?: boolean } = {},
): Promise<TestServer> {
  const { database, drop } = kind === 'sqlite' ? openTestSqlite() : await openTestPostgres();
  const clock = { now: Date.parse('2026-03-14T15:00:00.000Z') };
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
  await migrate(database.db);
  if (change.demo !== false) {
    await seedDemo(deps);
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

function openTestSqlite(): OpenDatabase {
  const folder = mkdtempSync(join(tmpdir(), 'mostrador-sqlite-'));
  return {
    database: openSqlite(join(folder, 'test.sqlite')),
    drop: () => {
      rmSync(folder, { recursive: true, force: true });
      return Promise.resolve();
    },
  };
}

async function openTestPostgres(): Promise<OpenDatabase> {
  const postgres = await startPostgres();
  const url = await postgres.createDatabase();
  const onLostConnection = (error: Error) => {
    throw error;
  };
  return { database: openPostgres({ url, onLostConnection }), drop: () => postgres.stop() };
}
