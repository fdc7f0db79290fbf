import type { DatabasePort } from './db/port.ts';

/** What the server's log is told. Never PINs, tokens, passwords or bodies. pino's logger fits. */
export interface Logger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Everything the application needs from outside; tests hand in their own. */
export interface ServerDeps {
  database: DatabasePort;
  /** Milliseconds since the Unix epoch. */
  now: () => number;
  /** Unguessable bytes. */
  randomBytes: (length: number) => Uint8Array;
  logger: Logger;
  /** Folder of the built app; null when the server is only an API. */
  staticRoot: string | null;
  /** For those who watch over the server; absent where there is nothing to watch. */
  watching?: {
    /** Opens the metrics to callers from elsewhere; null when they are for this machine alone. */
    metricsToken: string | null;
    /** Folder of the embedded database, where its backups are; null with PostgreSQL. */
    dataDir: string | null;
  };
}

/** The clock as a UTC instant with milliseconds, as it is stored and sent. */
export function instantNow(deps: Pick<ServerDeps, 'now'>): string {
  return new Date(deps.now()).toISOString();
}
