import { readConfig } from '#server/config.ts';
import { startServer } from '#server/serve.ts';
import { heapAfterGc } from './memory-after-gc.ts';
import type { ServerAnswer } from './server-process.ts';

/** The real server in a process of its own, for the bench: `drain-server.ts DATA_DIR [POSTGRES_URL]`. */
const [dataDir = '', databaseUrl = ''] = process.argv.slice(2);
const config = readConfig({ PORT: '0', DATA_DIR: dataDir, DATABASE_URL: databaseUrl, LOG_LEVEL: 'warn' });
const server = await startServer({ ...config, staticRoot: null, demo: true });

process.on('message', (question) => {
  if (question === 'close') {
    void server.close().then(() => process.exit(0));
  } else {
    const { user, system } = process.cpuUsage();
    tell({ heap: heapAfterGc(), cpuMs: (user + system) / 1000 });
  }
});
tell({ url: server.url });

function tell(answer: ServerAnswer): void {
  process.send?.(answer);
}
