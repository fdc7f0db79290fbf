import { startServer } from '#server/serve.ts';
import { heapAfterGc } from './memory-after-gc.ts';
import type { ServerAnswer } from './server-process.ts';

/** The real server in a process of its own, for the bench: `drain-server.ts DATA_DIR [POSTGRES_URL]`. */
const [dataDir = '', databaseUrl = null] = process.argv.slice(2);
const server = await startServer({
  port: 0,
  host: '127.0.0.1',
  dataDir,
  databaseUrl,
  logLevel: 'warn',
  staticRoot: null,
  demo: true,
});

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
