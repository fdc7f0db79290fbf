import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The server as a process of its own, so that it can end like a machine that loses its power. */
export interface ServerChild {
  url: string;
  close: () => Promise<void>;
  /** Ends it at once, in the middle of whatever it does. */
  kill: () => Promise<void>;
}

export async function startServerChild(dataDir: string): Promise<ServerChild> {
  const running = spawn(process.execPath, ['--import', 'tsx', 'src/server/main.ts'], {
    cwd: ROOT,
    env: { ...process.env, HOST: '127.0.0.1', PORT: '0', DATA_DIR: dataDir, DATABASE_URL: '', LOG_LEVEL: 'info' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => running.once('exit', () => resolve()));
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    running.kill(signal);
    await ended;
  };
  const url = await new Promise<string>((resolve, reject) => {
    running.once('exit', (code) => reject(new Error(`The server ended with ${String(code)} before it listened.`)));
    // Read to the end, or the server would stand still once the pipe is full.
    createInterface({ input: running.stdout }).on('line', (line) => {
      const said: { url?: string; msg?: string } = JSON.parse(line);
      if (said.msg === 'the server listens' && said.url !== undefined) {
        resolve(said.url);
      }
    });
  });
  return { url, close: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}
