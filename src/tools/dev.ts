import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';
import { readConfig } from '#server/config.ts';

/** `npm run dev`: the page reloads as its files change, and the server restarts when one of its own does. */

const root = fileURLToPath(new URL('../..', import.meta.url));
const { port } = readConfig(process.env);

const tsx = createRequire(import.meta.url).resolve('tsx/cli');
const server = spawn(process.execPath, [tsx, 'watch', '--clear-screen=false', 'src/server/main.ts'], {
  cwd: root,
  stdio: 'inherit',
});
server.once('exit', (code) => process.exit(code ?? 0));

// vite.config.ts reads it: the page's own address is Vite's, and what belongs to the API is passed on to the server.
process.env['MOSTRADOR_API'] = `http://127.0.0.1:${port}`;
const page = await createServer({ root });
await page.listen();
page.printUrls();

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    server.kill(signal);
    void page.close().then(() => process.exit(0));
  });
}
