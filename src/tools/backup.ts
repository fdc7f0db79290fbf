import { parseArgs } from 'node:util';
import { readConfig } from '#server/config.ts';
import { backup } from '#server/operations/backup.ts';

/**
 * npm run backup -- [FILE]
 *
 * Writes a consistent copy of the data, of SQLite or PostgreSQL by the same settings as the server, which may run.
 */
async function main(): Promise<void> {
  const { positionals } = parseArgs({ allowPositionals: true });
  if (positionals.length > 1) {
    throw new Error('Name one file, or none: npm run backup -- [FILE]');
  }
  const made = await backup(readConfig(process.env), positionals[0] ?? null, new Date());
  const size = `${(made.bytes / 1024 / 1024).toFixed(1)} MiB`;
  const newest = made.newestEventAt === null ? 'no event yet' : `the newest received ${made.newestEventAt}`;
  process.stdout.write(`backup: ${made.file}\n${size}, ${String(made.events)} events, ${newest}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`No backup was made. ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
