import { readFileSync } from 'node:fs';
import { transformWithOxc } from 'vite';
import type { Patch } from './seeded-bug.ts';

/** The modules that a seeded bug changes, by address, as they are to be loaded: plain JavaScript. */
export async function spoiltModules(patches: readonly Patch[]): Promise<Record<string, string>> {
  const spoilt: Record<string, string> = {};
  for (const file of new Set(patches.map((patch) => patch.file))) {
    const address = new URL(`../../${file}`, import.meta.url);
    const source = patches.filter((patch) => patch.file === file).reduce(spoil, readFileSync(address, 'utf8'));
    spoilt[address.href] = (await transformWithOxc(source, address.pathname)).code;
  }
  return spoilt;
}

/** A bug that no longer fits the code would be no bug at all: that must not pass for one that was caught. */
function spoil(source: string, { file, find, replace }: Patch): string {
  if (source.split(find).length !== 2) {
    throw new Error(`the seeded bug's text is not in ${file} exactly once: ${find}`);
  }
  return source.replace(find, () => replace);
}
