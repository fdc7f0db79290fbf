import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { BackupReport } from './backup-report.ts';

const run = promisify(execFile);

const reportShape = z.object({
  file: z.string(),
  bytes: z.number(),
  events: z.number(),
  newestEventAt: z.string().nullable(),
});

/**
 * Makes a backup of the embedded database in a process of its own. The database's binding is synchronous: a copy of a
 * large one, made in the server's own process, would let all tills wait for as long as it takes.
 */
export async function backupBeside(dataDir: string, file: string): Promise<BackupReport> {
  const program = fileURLToPath(new URL('backup-process.ts', import.meta.url));
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const env = { ...process.env, DATA_DIR: dataDir, DATABASE_URL: '' };
  const { stdout } = await run(process.execPath, ['--import', loader, program, file], { env });
  return reportShape.parse(JSON.parse(stdout));
}
