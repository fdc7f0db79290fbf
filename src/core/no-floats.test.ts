import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/** Money is never a float. The compiler cannot say so: a number is a number to it. */

const core = fileURLToPath(new URL('.', import.meta.url));
const ROOMS_OF_MONEY = ['money', 'pricing', 'promotion', 'tender', 'sale', 'ledger', 'refund', 'drawer'];

/** What makes or computes with floats. */
const FLOATS =
  /\bparseFloat\b|\bNumber\.(?!isInteger\b|isSafeInteger\b)\w+|\bNumber\(|\bMath\.\w+|\.toNumber\(|\.valueOf\(|(?<![\w.])\d*\.\d+\b/g;

/** Where whole numbers are counted, not money: by file, with what it uses and what it counts. */
const COUNTED: Readonly<Record<string, { uses: readonly string[]; counts: string }>> = {
  'promotion/fill-parts.ts': { uses: ['Math.min'], counts: 'pieces' },
  'promotion/form-bundles.ts': { uses: ['Math.ceil', 'Math.floor', 'Math.min'], counts: 'pieces and bundles' },
  'promotion/form-sets.ts': { uses: ['Math.floor', 'Math.min'], counts: 'pieces and sets' },
  'promotion/line-state.ts': { uses: ['.toNumber('], counts: 'pieces, once they are known to be whole' },
  'promotion/match-ends.ts': { uses: ['Math.min'], counts: 'lines' },
  'promotion/promotion-badges.ts': { uses: ['Math.min'], counts: 'places in a list' },
  'promotion/promotion-times.ts': { uses: ['Number('], counts: 'hours and minutes' },
  'promotion/reduce-lines.ts': { uses: ['Math.min'], counts: 'pieces' },
  'tender/make-change.ts': {
    uses: ['.toNumber(', 'Math.floor', 'Math.max', 'Number('],
    counts: 'decimals, and the smallest unit of which amounts and coins are whole numbers',
  },
};

function sourcesOf(room: string): string[] {
  return readdirSync(core, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /(?<!\.test)\.ts$/.test(entry.name))
    .map((entry) => relative(core, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((file) => file.startsWith(`${room}/`));
}

/** The code without what is only written down: comments and texts. A template's own code stays. */
function withoutWords(code: string): string {
  return code.replaceAll(/\/\*[^]*?\*\/|\/\/.*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g, ' ');
}

function floatsIn(code: string): string[] {
  return [...new Set(withoutWords(code).match(FLOATS))].sort();
}

test('a float is noticed, and what only looks like one is not', () => {
  expect(floatsIn('const price = Math.round(parseFloat(text) * 100) / 1.21 + Number(x.toNumber()) * .5')).toEqual([
    '.5',
    '.toNumber(',
    '1.21',
    'Math.round',
    'Number(',
    'parseFloat',
  ]);
  expect(
    floatsIn("/** 0.05 */ const step = '0.05'; // Math.PI\nNumber.isInteger(count) && /^\\d+(\\.\\d+)?$/"),
  ).toEqual([]);
});

test.each(ROOMS_OF_MONEY)('%s computes with decimals', (room) => {
  const sources = sourcesOf(room);
  expect(sources).not.toEqual([]);
  const found = sources.map((file) => [file, floatsIn(readFileSync(join(core, file), 'utf8'))] as const);
  const expected = sources.map((file) => [file, COUNTED[file]?.uses ?? []] as const);
  expect(found).toEqual(expected);
});

test('every exception is of a file that there is', () => {
  const files = new Set(ROOMS_OF_MONEY.flatMap(sourcesOf));
  expect(Object.keys(COUNTED).filter((file) => !files.has(file))).toEqual([]);
});
