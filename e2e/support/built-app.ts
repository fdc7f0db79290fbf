import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Puts this in front of the till's own start. */
function beforeTill(code: string): Plugin {
  return {
    name: 'before-till',
    enforce: 'pre',
    transform: (text, id) => (id.endsWith('/src/till/main.tsx') ? `${code}\n${text}` : null),
  };
}

/** The app as a later release: the same, but for what `code` does before the till starts. Resolves to its folder. */
export async function buildLaterApp(code: string): Promise<string> {
  const outDir = mkdtempSync(join(tmpdir(), 'mostrador-later-app-'));
  await build({
    root: ROOT,
    logLevel: 'error',
    plugins: [beforeTill(code)],
    build: { outDir, emptyOutDir: true },
  });
  return outDir;
}
