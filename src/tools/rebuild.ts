import { parseArgs } from 'node:util';
import { readConfig } from '#server/config.ts';
import { openExisting } from '#server/db/open-existing.ts';
import { compareServer, rebuildServer } from '#server/operations/rebuild-server.ts';

/**
 * npm run rebuild [-- --write]
 *
 * Works out again what the stored events lead to and compares it with what is there. One line for each difference, a
 * line of counts at the end. With --write it is put right, register by register. Ends with 1 when a difference is left.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } } });
  const database = await openExisting(readConfig(process.env));
  const tell = (text: string) => {
    process.stdout.write(`${text}\n`);
  };
  try {
    const work = values.write ? rebuildServer : compareServer;
    const { registers, events, differences, mended } = await work(database.db, tell);
    tell(
      `rebuild: ${String(registers)} registers, ${String(events)} events; ` +
        `differences ${String(differences)}, put right ${String(mended)}`,
    );
    if (differences > mended) {
      process.exitCode = 1;
    }
  } finally {
    await database.close();
  }
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
