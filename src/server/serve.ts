import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import path from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { type Logger, pino } from 'pino';
import { createApp } from './app.ts';
import { makeCopyKeys } from './copies/copy-keys.ts';
import type { ServerConfig } from './config.ts';
import { migrate } from './db/migrate.ts';
import type { DatabasePort } from './db/port.ts';
import { openPostgres } from './db/postgres.ts';
import { openSqlite } from './db/sqlite.ts';
import { seedDemo } from './demo/seed.ts';

export interface ServerOptions extends ServerConfig {
  /** Folder of the built app; null when the server is only an API. */
  staticRoot: string | null;
  /** Puts the demo shop into a database that is empty. */
  demo: boolean;
}

export interface RunningServer {
  /** Where it listens, without a slash at the end. */
  url: string;
  /** Answers what it has begun, then stops and closes the database. */
  close(): Promise<void>;
}

/** How long begun requests may take when the server stops. */
const PATIENCE_MS = 5_000;

/** Opens the database, brings its tables up to date and listens. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const logger = pino({ level: options.logLevel });
  const database = openDatabase(options, logger);
  const deps = {
    database,
    now: () => Date.now(),
    randomBytes: (length: number) => new Uint8Array(randomBytes(length)),
    logger,
    staticRoot: options.staticRoot === null ? null : path.resolve(options.staticRoot),
  };
  try {
    await migrate(database.db);
    if (options.demo && (await seedDemo(deps))) {
      logger.info({}, 'the demo shop was made');
    }
    await makeCopyKeys(deps);
    const app = createApp(deps);
    const answer = getRequestListener((request, { incoming }) =>
      app.fetch(request, { address: incoming.socket.remoteAddress ?? '' }),
    );
    const server = createServer((incoming, outgoing) => {
      void answer(incoming, outgoing);
    });
    const url = await listen(server, options);
    logger.info({ url, database: database.kind }, 'the server listens');
    return { url, close: () => stop(server, database) };
  } catch (error) {
    await database.close();
    throw error;
  }
}

function openDatabase(options: ServerOptions, logger: Logger): DatabasePort {
  if (options.databaseUrl !== null) {
    return openPostgres({
      url: options.databaseUrl,
      onLostConnection: (error) => {
        logger.warn({ err: error }, 'a connection to the database was lost');
      },
    });
  }
  mkdirSync(options.dataDir, { recursive: true });
  return openSqlite(path.join(options.dataDir, 'mostrador.sqlite'));
}

function listen(server: Server, { host, port }: ServerOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
      const bound = address === null || typeof address === 'string' ? port : address.port;
      resolve(`http://${shown.includes(':') ? `[${shown}]` : shown}:${String(bound)}`);
    });
  });
}

async function stop(server: Server, database: DatabasePort): Promise<void> {
  const cutOff = setTimeout(() => {
    server.closeAllConnections();
  }, PATIENCE_MS);
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeIdleConnections();
  });
  clearTimeout(cutOff);
  await database.close();
}
