import { parseArgs } from 'node:util';
import { readConfig } from '#server/config.ts';
import { restore } from '#server/operations/restore.ts';

/**
 * npm run restore -- FILE
 *
 * Puts a backup in the place of the data, of SQLite or PostgreSQL by the same settings as the server, which must be
 * stopped.
 */
async function main(): Promise<void> {
  const { positionals } = parseArgs({ allowPositionals: true });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) {
    throw new Error('Say which backup: npm run restore -- FILE');
  }
  const { events, sales, newestEventAt, kept } = await restore(readConfig(process.env), file, new Date());
  process.stdout.write(
    [
      `restored: ${file}`,
      `${String(events)} events, ${String(sales)} sales, the newest received ${newestEventAt ?? 'never'}`,
      kept === null ? 'There were no data before.' : `What was there before is kept as ${kept}`,
      '',
      'Start the server now. It may be behind its tills: what they have sold since this backup was made they send again',
      'by themselves, at their next sale or within the hour, as far back as they still hold it. Nobody has to do anything.',
      'A till that was connected after the backup was made needs a new code from the office.',
      '',
    ].join('\n'),
  );
}

main().catch((error: unknown) => {
  process.stderr.write(`Nothing was restored. ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
