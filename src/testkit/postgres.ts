import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { findPostgres } from './find-postgres.ts';

/** A PostgreSQL of our own, real in every way but that it forgets: it is thrown away with the process at the latest. */
export interface ThrowAwayPostgres {
  /** Makes a database, empty or as the one of this name, to which nobody is connected; resolves to its URL. */
  createDatabase(like?: string | null): Promise<string>;
  dropDatabase(url: string): Promise<void>;
  /** The URL of a database by its name, or of one of this name on another cluster. */
  urlOf(database: string): string;
  /** A second cluster that holds what this one holds and follows it, without this one ever waiting for it. */
  startReplica(): Promise<PostgresReplica>;
  /** SIGKILL: nothing is finished, nothing is closed. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export interface PostgresReplica extends ThrowAwayPostgres {
  /** Resolves once it holds all that the first one has committed until now. */
  caughtUp(): Promise<void>;
  /** What the first one commits from here on never arrives. */
  stopReceiving(): Promise<void>;
  /** It follows nobody any more and can be written to. */
  promote(): Promise<void>;
}

/** PostgreSQL refuses to run as root, so root lends it another user. */
interface Identity {
  uid?: number;
  gid?: number;
}

/**
 * Starts a new cluster in a temporary folder, reachable through a socket in that folder alone. `durable`: it waits for
 * the disk at each commit, as one that is not thrown away does.
 */
export async function startPostgres({ durable = false } = {}): Promise<ThrowAwayPostgres> {
  const cluster = newCluster(durable);
  const how = ['-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'];
  make(cluster, 'initdb', ['-D', cluster.data, ...how]);
  return launch(cluster);
}

/** A cluster that is about to be made: where, as whom, and by which programs. */
interface Cluster {
  programs: string;
  identity: Identity;
  folder: string;
  data: string;
  durable: boolean;
}

function newCluster(durable: boolean): Cluster {
  const programs = findPostgres();
  if (programs === null) {
    throw new Error(
      'PostgreSQL 15 or newer is needed for these tests: initdb and postgres were found neither in the usual places ' +
        'nor on the PATH. On Debian and Ubuntu: apt-get install postgresql. On macOS: brew install postgresql@17.',
    );
  }
  const identity = identityForPostgres();
  const folder = mkdtempSync(join(tmpdir(), 'mostrador-pg-'));
  if (identity.uid !== undefined && identity.gid !== undefined) {
    chownSync(folder, identity.uid, identity.gid);
  }
  return { programs, identity, folder, data: join(folder, 'data'), durable };
}

function make({ programs, identity, folder }: Cluster, program: string, args: readonly string[]): void {
  const made = spawnSync(join(programs, program), args, { ...identity, cwd: folder, encoding: 'utf8' });
  if (made.status !== 0) {
    throw new Error(`${program} failed: ${made.stderr}`);
  }
}

async function launch(cluster: Cluster): Promise<ThrowAwayPostgres> {
  const { programs, identity, folder, data, durable } = cluster;
  const sync = `fsync=${durable ? 'on' : 'off'}`;
  const options = ['listen_addresses=', `unix_socket_directories=${folder}`, sync, 'max_connections=40'];
  const server = spawn(join(programs, 'postgres'), ['-D', data, ...options.flatMap((option) => ['-c', option])], {
    ...identity,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await untilReady(server);
  return running(server, cluster);
}

function running(server: ChildProcess, cluster: Cluster): ThrowAwayPostgres {
  const { folder } = cluster;
  const undertaker = afterUs(server, folder);
  const urlOf = (database: string) => `postgres://postgres@localhost/${database}?host=${encodeURIComponent(folder)}`;
  const end = async (signal: NodeJS.Signals) => {
    if (server.exitCode === null && server.signalCode === null) {
      const ended = once(server, 'exit');
      server.kill(signal);
      await ended;
    }
  };
  let count = 0;
  return {
    urlOf,
    async createDatabase(like = null) {
      count += 1;
      const name = `test_${String(count)}`;
      await ask(urlOf('postgres'), `create database ${name}${like === null ? '' : ` template ${like}`}`);
      return urlOf(name);
    },
    async dropDatabase(url) {
      await ask(urlOf('postgres'), `drop database ${new URL(url).pathname.slice(1)} with (force)`);
    },
    startReplica: () => startReplica(cluster, urlOf('postgres')),
    kill: () => end('SIGKILL'),
    async stop() {
      await end('SIGQUIT');
      undertaker.stdin.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Ends the server and takes its folder away as soon as this process is gone, in whatever way. */
function afterUs({ pid }: ChildProcess, folder: string) {
  // A number may be another program's by then.
  const script = 'cat > /dev/null; ps -o args= -p "$0" | grep -qF "$1" && kill -QUIT "$0"; sleep 1; rm -rf "$1"';
  return spawn('sh', ['-c', script, String(pid), folder], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
}

async function startReplica(first: Cluster, firstUrl: string): Promise<PostgresReplica> {
  const cluster = newCluster(first.durable);
  const from = ['-h', first.folder, '-U', 'postgres'];
  make(cluster, 'pg_basebackup', [
    '-D',
    cluster.data,
    ...from,
    '--write-recovery-conf',
    '--checkpoint=fast',
    '--no-sync',
  ]);
  const replica = await launch(cluster);
  const url = replica.urlOf('postgres');
  return {
    ...replica,
    async caughtUp() {
      const [place] = await ask(firstUrl, 'select pg_current_wal_lsn()::text as lsn');
      await until(url, `select pg_last_wal_replay_lsn() >= '${String(place?.['lsn'])}' as is_so`);
    },
    async stopReceiving() {
      await ask(url, "alter system set primary_conninfo = ''");
      await ask(url, 'select pg_reload_conf()');
      await until(url, 'select count(*) = 0 as is_so from pg_stat_wal_receiver');
    },
    async promote() {
      await ask(url, 'select pg_promote()');
      await until(url, 'select not pg_is_in_recovery() as is_so');
    },
  };
}

async function ask(url: string, query: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(query);
    return rows;
  } finally {
    await client.end();
  }
}

async function until(url: string, query: string): Promise<void> {
  while ((await ask(url, query))[0]?.['is_so'] !== true) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function identityForPostgres(): Identity {
  if (process.getuid?.() !== 0) {
    return {};
  }
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const found = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  return { uid: Number(found?.[2] ?? 65_534), gid: Number(found?.[3] ?? 65_534) };
}

function untilReady(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    server.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (/ready to accept (read-only )?connections/.test(said)) {
        resolve();
      }
    });
    server.once('error', reject);
    server.once('exit', () => {
      reject(new Error(`PostgreSQL did not start:\n${said}`));
    });
  });
}
