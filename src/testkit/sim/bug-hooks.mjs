import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { transformWithOxc } from 'vite';

/** Node's module hooks: files that a seeded bug changes are changed as they are loaded, and nowhere else. */

/** @type {{ file: string, find: string, replace: string }[]} */
let patches = [];

export function initialize(data) {
  patches = data;
}

export async function load(url, context, next) {
  const mine = url.startsWith('file:')
    ? patches.filter(({ file }) => new URL(url).pathname.endsWith(`/src/${file}`))
    : [];
  if (mine.length === 0) {
    return next(url, context);
  }
  const path = fileURLToPath(url.split('?')[0]);
  const source = mine.reduce(spoil, await readFile(path, 'utf8'));
  const { code } = await transformWithOxc(source, path);
  return { format: 'module', source: code, shortCircuit: true };
}

/** A bug that no longer fits the code would be no bug at all: that must not pass for one that was caught. */
function spoil(source, { file, find, replace }) {
  if (source.split(find).length !== 2) {
    throw new Error(`the seeded bug's text is not in ${file} exactly once: ${find}`);
  }
  return source.replace(find, () => replace);
}
