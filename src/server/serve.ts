import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import path from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { type Logger, pino } from 'pino';
import { createApp } from './app.ts';
import { postAfterUpgrade } from './attention/post-all-again.ts';
import { makeCopyKeys } from './copies/copy-keys.ts';
import type { ServerConfig } from './config.ts';
import { migrate } from './db/migrate.ts';
import type { DatabasePort } from './db/port.ts';
import { openPostgres } from './db/postgres.ts';
import { openSqlite } from './db/sqlite.ts';
import { seedDemo } from './demo/seed.ts';
import { backupBeside } from './operations/backup-beside.ts';
import { shareData } from './operations/data-lock.ts';
import { checkDurability } from './operations/durability.ts';
import { startNightlyBackup } from './operations/nightly-backup.ts';

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
    watching: {
      metricsToken: options.metricsToken,
      dataDir: options.databaseUrl === null ? options.dataDir : null,
    },
  };
  try {
    await migrate(database.db);
    await checkDurability(database, logger);
    if (options.demo && (await seedDemo(deps))) {
      logger.info({}, 'the demo shop was made');
    }
    await makeCopyKeys(deps);
    await postAfterUpgrade(deps);
    const app = createApp(deps);
    const answer = getRequestListener((request, { incoming }) =>
      app.fetch(request, { address: incoming.socket.remoteAddress ?? '' }),
    );
    const server = createServer((incoming, outgoing) => {
      void answer(incoming, outgoing);
    });
    const url = await listen(server, options);
    logger.info({ url, database: database.kind }, 'the server listens');
    const stopBackups = startBackups(options, logger);
    return {
      url,
      close: () => {
        stopBackups();
        return stop(server, database);
      },
    };
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
  return openEmbedded(options.dataDir);
}

/** The embedded database, together with the sign that a server runs on it. */
function openEmbedded(dataDir: string): DatabasePort {
  const lock = shareData(dataDir);
  try {
    const database = openSqlite(path.join(dataDir, 'mostrador.sqlite'));
    return {
      ...database,
      close: async () => {
        await database.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** PostgreSQL is backed up by whoever runs it. */
function startBackups({ databaseUrl, dataDir }: ServerOptions, logger: Logger): () => void {
  if (databaseUrl !== null) {
    return () => undefined;
  }
  return startNightlyBackup({
    dataDir,
    makeBackup: (file) => backupBeside(dataDir, file),
    now: () => Date.now(),
    after: (ms, callback) => {
      const timer = setTimeout(callback, ms).unref();
      return () => {
        clearTimeout(timer);
      };
    },
    logger,
  });
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
