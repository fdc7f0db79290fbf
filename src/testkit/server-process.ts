import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { DatabasePort } from '#server/db/port.ts';
import { openPostgres } from '#server/db/postgres.ts';
import { openSqlite } from '#server/db/sqlite.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** pino's number for `warn`. */
const WARN = 40;

/** The server as it runs in a shop: a process of its own that can die without a word. */
export interface ServerProcess {
  /** Where it listens now; another one after each start. */
  readonly url: string;
  /** What it logged as a warning or worse, in all of its lives, and what it wrote to standard error. */
  readonly complaints: readonly string[];
  start(): Promise<void>;
  /** SIGKILL: nothing is finished, nothing is closed. */
  kill(): Promise<void>;
  /** As an orderly stop of the machine does it. */
  stop(): Promise<void>;
}

/** Which database it runs on; one of the two. */
export type ServerData = { dataDir: string } | { databaseUrl: string };

/** A server with the demo shop in it, not yet started; `where` is asked at each start. It dies with this process. */
export function serverProcess(where: () => ServerData): ServerProcess {
  const complaints: string[] = [];
  let url = '';
  let child: ChildProcess | null = null;
  const end = async (signal: NodeJS.Signals) => {
    const dying = child;
    child = null;
    if (dying !== null && dying.exitCode === null && dying.signalCode === null) {
      const ended = once(dying, 'exit');
      dying.kill(signal);
      await ended;
    }
  };
  process.once('exit', () => child?.kill('SIGKILL'));
  return {
    get url() {
      return url;
    },
    complaints,
    async start() {
      child = spawn(process.execPath, ['--import', 'tsx', 'src/server/main.ts'], {
        cwd: ROOT,
        env: { ...process.env, PORT: '0', LOG_LEVEL: 'info', ...environmentOf(where()) },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      url = await untilItListens(child, complaints);
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}

/** The database of a server, looked into beside it or while it is down. */
export function openDataOf(data: ServerData): DatabasePort {
  const onLostConnection = (error: Error) => {
    throw error;
  };
  return 'dataDir' in data
    ? openSqlite(join(data.dataDir, 'mostrador.sqlite'))
    : openPostgres({ url: data.databaseUrl, onLostConnection });
}

function environmentOf(data: ServerData): Record<string, string> {
  return 'dataDir' in data
    ? { DATA_DIR: data.dataDir, DATABASE_URL: '' }
    : { DATA_DIR: '/nowhere', DATABASE_URL: data.databaseUrl };
}

/** Its log is read to the end of its life: a pipe that nobody empties would stop it. */
function untilItListens(child: ChildProcess, complaints: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      reject(new Error(`the server ended (${String(signal ?? code)}) before it listened: ${complaints.join('\n')}`));
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => complaints.push(text.trim()));
    if (child.stdout !== null) {
      createInterface(child.stdout).on('line', (line) => {
        const said = JSON.parse(line) as { level: number; msg: string; url?: string };
        if (said.url !== undefined) {
          resolve(said.url);
        }
        if (said.level >= WARN) {
          complaints.push(line);
        }
      });
    }
  });
}
