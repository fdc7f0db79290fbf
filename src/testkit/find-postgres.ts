import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where packages put PostgreSQL; `*` is a version. */
const PARENTS = [
  '/usr/lib/postgresql',
  '/usr/local/lib/postgresql',
  '/opt/homebrew/opt',
  '/usr/local/opt',
  '/Library/PostgreSQL',
];

const PROGRAMS = ['initdb', 'pg_ctl', 'postgres'];

function holdsPostgres(folder: string): boolean {
  return PROGRAMS.every((program) => existsSync(join(folder, program)));
}

function versionOf(folder: string): number {
  return Number(/\d+/.exec(folder)?.[0] ?? 0);
}

/** The folder with `initdb`, `pg_ctl` and `postgres` of the newest PostgreSQL on this machine, or null. */
export function findPostgres(): string | null {
  const packaged = PARENTS.filter((parent) => existsSync(parent))
    .flatMap((parent) => readdirSync(parent).map((entry) => join(parent, entry, 'bin')))
    .filter(holdsPostgres)
    .sort((left, right) => versionOf(right) - versionOf(left));
  const onPath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '' && holdsPostgres(folder));
  return packaged[0] ?? onPath[0] ?? null;
}
