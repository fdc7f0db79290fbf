import { readConfig } from './config.ts';
import { startServer } from './serve.ts';

/** Runs the server by the environment until it is told to stop. */
async function main(): Promise<void> {
  const server = await startServer({ ...readConfig(process.env), staticRoot: 'dist', demo: true });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void server.close();
    });
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
