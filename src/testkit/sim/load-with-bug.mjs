import { readFileSync } from 'node:fs';
import { register } from 'node:module';
import { transformWithOxc } from 'vite';

/**
 * To be started with `--import`, after the loader for TypeScript: spoils the files that a seeded bug names, as they are
 * loaded and nowhere else. SEEDED_BUG holds the bug's patches as JSON.
 */

/** @type {{ file: string, find: string, replace: string }[]} */
const patches = JSON.parse(process.env['SEEDED_BUG'] ?? '[]');

/** A bug that no longer fits the code would be no bug at all: that must not pass for one that was caught. */
function spoil(source, { file, find, replace }) {
  if (source.split(find).length !== 2) {
    throw new Error(`the seeded bug's text is not in ${file} exactly once: ${find}`);
  }
  return source.replace(find, () => replace);
}

/** @type {Record<string, string>} By address, as it is to be loaded. */
const spoilt = {};
for (const file of new Set(patches.map((patch) => patch.file))) {
  const address = new URL(`../../${file}`, import.meta.url);
  const source = patches.filter((patch) => patch.file === file).reduce(spoil, readFileSync(address, 'utf8'));
  spoilt[address.href] = (await transformWithOxc(source, address.pathname)).code;
}
register('./bug-hooks.mjs', import.meta.url, { data: spoilt });
