import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

const PACKAGED = '/usr/lib/postgresql';

/**
 * Where one of PostgreSQL's programs is: the newest of those that Debian and Ubuntu keep by version, for an older one
 * refuses a newer server, else the one on the path. Throws, saying what to install, when there is none.
 */
export function findProgram(program: 'pg_dump' | 'pg_restore'): string {
  const versions = existsSync(PACKAGED) ? readdirSync(PACKAGED) : [];
  const packaged = versions
    .toSorted((a, b) => Number(b) - Number(a))
    .map((version) => path.join(PACKAGED, version, 'bin', program));
  const onPath = (process.env['PATH'] ?? '').split(path.delimiter).map((folder) => path.join(folder, program));
  const found = [...packaged, ...onPath].find((file) => existsSync(file));
  if (found === undefined) {
    throw new Error(
      `${program} is needed and was found neither below ${PACKAGED} nor on the PATH. ` +
        "Install PostgreSQL's client programs, as new as the server: on Debian and Ubuntu apt-get install postgresql-client.",
    );
  }
  return found;
}

/** Runs a program to its end and resolves to what it said; throws with its own words when it failed. */
export function runProgram(file: string, args: readonly string[], password: string): Promise<string> {
  return new Promise((resolve, reject) => {
    // A password among the arguments could be read by every user of the machine.
    const env = password === '' ? process.env : { ...process.env, PGPASSWORD: password };
    const child = spawn(file, [...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = { out: '', error: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said.error += text));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) {
        resolve(said.out);
      } else {
        reject(new Error(`${path.basename(file)} failed: ${said.error.trim()}`));
      }
    });
  });
}

/** A database's address without its password, and the password. */
export function withoutPassword(databaseUrl: string): { url: string; password: string } {
  const url = new URL(databaseUrl);
  const password = decodeURIComponent(url.password);
  url.password = '';
  return { url: url.toString(), password };
}
