import { parseArgs } from 'node:util';
import { isGood, linesOfReport } from './cases/report.ts';
import { runFolder } from './cases/run-folder.ts';

/**
 * npm run cases -- DIR
 *
 * Puts every case of every file in DIR to core, prints what passed, and ends with 1 when one failed that has to pass.
 */
const USAGE = 'npm run cases -- DIR';

async function main(): Promise<void> {
  const { positionals } = parseArgs({ allowPositionals: true, options: {} });
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1) {
    throw new Error(`Say which folder holds the cases: ${USAGE}`);
  }
  const reports = await runFolder(folder);
  process.stdout.write(`${linesOfReport(reports).join('\n')}\n`);
  if (!isGood(reports)) {
    process.exitCode = 1;
  }
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
