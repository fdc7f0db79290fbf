import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';
import type { Patch } from './seeded-bug.ts';

const SOURCE = fileURLToPath(new URL('../..', import.meta.url));
/** Beside the packages, for that is where the program looks for them. */
const PLACE = join(SOURCE, '../node_modules/.cache/mostrador');
const NAME = 'program.mjs';

/** A program made of the product with a seeded bug in it. */
export interface SpoiltProgram {
  file: string;
  remove: () => void;
}

/**
 * Bundles this program of `src` with these changes: one file of plain JavaScript starts several times faster than a few hundred
 * that are compiled as they are loaded. Rejects where a change no longer fits the code.
 */
export async function bundleSpoilt(program: string, patches: readonly Patch[]): Promise<SpoiltProgram> {
  mkdirSync(PLACE, { recursive: true });
  const folder = mkdtempSync(join(PLACE, 'spoilt-'));
  const remove = () => {
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await build({
      configFile: false,
      root: SOURCE,
      publicDir: false,
      logLevel: 'error',
      plugins: [spoiling(patches)],
      build: {
        ssr: join(SOURCE, program),
        outDir: folder,
        minify: false,
        rolldownOptions: { output: { entryFileNames: NAME } },
      },
    });
  } catch (error) {
    remove();
    throw error;
  }
  return { file: join(folder, NAME), remove };
}

/** Changes each file as it is read, and objects where one of the files is not read at all. */
function spoiling(patches: readonly Patch[]): Plugin {
  const waiting = new Set(patches);
  return {
    name: 'seeded-bug',
    enforce: 'pre',
    transform(source, id) {
      const here = patches.filter(({ file }) => id === join(SOURCE, file));
      here.forEach((patch) => waiting.delete(patch));
      return here.length === 0 ? null : here.reduce(spoil, source);
    },
    buildEnd() {
      for (const { file } of waiting) {
        throw new Error(`the program does not load ${file}, which the seeded bug is in`);
      }
    },
  };
}

/** A bug that no longer fits the code would be no bug at all: that must not pass for one that was caught. */
function spoil(source: string, { file, find, replace }: Patch): string {
  if (source.split(find).length !== 2) {
    throw new Error(`the seeded bug's text is not in ${file} exactly once: ${find}`);
  }
  return source.replace(find, () => replace);
}
