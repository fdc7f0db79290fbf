import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readConfig, type ServerConfig } from '#server/config.ts';
import { type RunningServer, startServer } from '#server/serve.ts';
import { appIsBuilt, buildApp } from './build-app.ts';
import { welcome } from './welcome.ts';

/** `npm start`: the whole of Mostrador on this machine, from nothing to a till that sells. */

const root = join(fileURLToPath(new URL('../..', import.meta.url)));

/** A till belongs to its address, so another port is never taken silently: its sales would seem to be gone. */
async function portTakenMessage({ host, port }: ServerConfig): Promise<string> {
  const address = `http://${host}:${port}`;
  const answer = await fetch(`${address}/health`).catch(() => null);
  const who =
    answer?.ok === true ? `Mostrador seems to be running already: open ${address}.` : 'Another program uses it.';
  return (
    `Port ${port} is taken. ${who}\nTo use another port: PORT=${port + 1} npm start. ` +
    'A till belongs to its address: what a browser sold at one port is not seen at another, though never lost.'
  );
}

async function open(config: ServerConfig): Promise<RunningServer> {
  try {
    return await startServer({ ...config, staticRoot: join(root, 'dist'), demo: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      throw new Error(await portTakenMessage(config), { cause: error });
    }
    throw error;
  }
}

function closeOnSignal(server: RunningServer): void {
  let closing = false;
  const close = (): void => {
    if (closing) {
      process.exit(1);
    }
    closing = true;
    console.log('\nClosing … (what is being saved is finished first; once more to stop at once)');
    void server.close().then(() => process.exit(0));
  };
  process.on('SIGINT', close);
  process.on('SIGTERM', close);
}

async function main(): Promise<void> {
  // The log is for whoever asks for it; by default only what went wrong is said.
  const config = readConfig({ LOG_LEVEL: 'warn', ...process.env });
  if (!appIsBuilt(root)) {
    console.log('Building the app (once, a few seconds) …');
    await buildApp(root);
  }
  const server = await open(config);
  closeOnSignal(server);
  console.log(await welcome(server.url, config));
}

main().catch((error: unknown) => {
  console.error(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
