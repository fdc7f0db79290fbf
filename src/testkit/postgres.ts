import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { findPostgres } from './find-postgres.ts';

/** A PostgreSQL of our own, real in every way but that it forgets: it is made for one test file and thrown away. */
export interface ThrowAwayPostgres {
  /** Makes an empty database; resolves to its URL. */
  createDatabase(): Promise<string>;
  stop(): Promise<void>;
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
  const data = join(folder, 'data');
  const made = spawnSync(
    join(programs, 'initdb'),
    ['-D', data, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'],
    { ...identity, cwd: folder, encoding: 'utf8' },
  );
  if (made.status !== 0) {
    throw new Error(`initdb failed: ${made.stderr}`);
  }
  const sync = `fsync=${durable ? 'on' : 'off'}`;
  const options = ['listen_addresses=', `unix_socket_directories=${folder}`, sync, 'max_connections=40'];
  const server = spawn(join(programs, 'postgres'), ['-D', data, ...options.flatMap((option) => ['-c', option])], {
    ...identity,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await untilReady(server);
  return running(server, folder);
}

function running(server: ChildProcess, folder: string): ThrowAwayPostgres {
  const kill = () => server.kill('SIGQUIT');
  process.once('exit', kill);
  const urlOf = (database: string) => `postgres://postgres@localhost/${database}?host=${encodeURIComponent(folder)}`;
  let count = 0;
  return {
    async createDatabase() {
      count += 1;
      const name = `test_${String(count)}`;
      const client = new pg.Client({ connectionString: urlOf('postgres') });
      await client.connect();
      await client.query(`create database ${name}`);
      await client.end();
      return urlOf(name);
    },
    async stop() {
      process.removeListener('exit', kill);
      const ended = new Promise((resolve) => server.once('exit', resolve));
      kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
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
      if (said.includes('ready to accept connections')) {
        resolve();
      }
    });
    server.once('error', reject);
    server.once('exit', () => {
      reject(new Error(`PostgreSQL did not start:\n${said}`));
    });
  });
}
