import { readConfig } from '../config.ts';
import { backup } from './backup.ts';

/** The process in which a running server makes its backup: argument one is the file, the settings are the server's. */
backup(readConfig(process.env), process.argv[2] ?? null, new Date()).then(
  (report) => process.stdout.write(JSON.stringify(report)),
  (error: unknown) => {
    process.stderr.write(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  },
);
