import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';

/** The laws of the house that neither the compiler nor the linter can say. */

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const src = join(root, 'src');

const rooms = readdirSync(src, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

function read(path: string): string {
  return readFileSync(path, 'utf8');
}

/** Paths from the top of the project, with forward slashes. */
function filesUnder(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
}

const sources = [...filesUnder('src'), ...filesUnder('e2e')].filter((file) => /\.(ts|tsx|mjs)$/.test(file));
const isTest = (file: string): boolean => /\.test\.tsx?$/.test(file);
const self = 'src/tidy.test.ts';

function sourcesWith(pattern: RegExp, files: readonly string[] = sources): string[] {
  return files.filter((file) => file !== self && pattern.test(read(join(root, file))));
}

const lintSchema = z.object({
  overrides: z.array(
    z.object({
      files: z.array(z.string()),
      rules: z.object({
        'no-restricted-imports': z
          .tuple([
            z.literal('error'),
            z.object({ patterns: z.array(z.object({ group: z.array(z.string()).optional() })) }),
          ])
          .optional(),
      }),
    }),
  ),
});
const roomConfigSchema = z.object({ references: z.array(z.object({ path: z.string() })) });

describe('the walls between the rooms', () => {
  const lint = lintSchema.parse(JSON.parse(read(join(root, '.oxlintrc.json'))));

  function referencesOf(room: string): string[] {
    const config = roomConfigSchema.parse(JSON.parse(read(join(src, room, 'tsconfig.json'))));
    return config.references.map((reference) => basename(reference.path));
  }

  function roomsTheLinterForbids(room: string): string[] {
    const wall = lint.overrides.find(
      (override) => override.files.includes(`src/${room}/**`) && override.rules['no-restricted-imports'],
    );
    const patterns = wall?.rules['no-restricted-imports']?.[1].patterns ?? [];
    return patterns.flatMap((pattern) => pattern.group ?? []).flatMap((glob) => /^#(\w+)\/\*\*$/.exec(glob)?.[1] ?? []);
  }

  test.each(rooms)('%s may import the same rooms by compiler and by linter', (room) => {
    expect(existsSync(join(src, room, 'tsconfig.json'))).toBe(true);
    const allowed = new Set([room, ...referencesOf(room)]);
    expect(roomsTheLinterForbids(room).sort()).toEqual(rooms.filter((other) => !allowed.has(other)).sort());
  });

  test('every room has one name to be imported by', () => {
    const { imports } = z
      .object({ imports: z.record(z.string(), z.string()) })
      .parse(JSON.parse(read(join(root, 'package.json'))));
    expect(imports).toEqual(Object.fromEntries(rooms.map((room) => [`#${room}/*`, `./src/${room}/*`])));
  });
});

describe('core', () => {
  const core = sources.filter((file) => file.startsWith('src/core/') && !isTest(file));

  test('takes clock and chance as arguments', () => {
    const reachesOut =
      /\bnew Date\(\s*\)|(?<!new )\bDate\(|\bDate\.now\b|\bMath\.random\b|\bperformance\.|\bcrypto\.get/;
    expect(sourcesWith(reachesOut, core)).toEqual([]);
  });

  test('every file that computes is tested beside it, or by name in a test of its folder', () => {
    const untested = core.filter((file) => {
      if (!/^export (async )?function |^export const \w+ = \(/m.test(read(join(root, file)))) {
        return false;
      }
      const folder = dirname(join(root, file));
      const tests = readdirSync(folder).filter(isTest);
      return !tests.some(
        (name) => name.startsWith(basename(file, '.ts')) || read(join(folder, name)).includes(basename(file)),
      );
    });
    expect(untested).toEqual([]);
  });
});

describe('everywhere', () => {
  test('each step of the database is on the list that is run', () => {
    const list = read(join(src, 'server/db/migrate.ts'));
    const steps = readdirSync(join(src, 'server/db/migrations')).filter((file) => !isTest(file));
    expect(
      steps.filter((step) => !list.includes(`'./migrations/${step}'`) || !list.includes(`'${basename(step, '.ts')}'`)),
    ).toEqual([]);
    const numbers = steps.map((step) => step.slice(0, 4));
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  test('there are no barrels', () => {
    expect(sources.filter((file) => basename(file).startsWith('index.'))).toEqual([]);
  });

  test('no test is left alone or left out', () => {
    expect(sourcesWith(/\b(test|it|describe)\.(only|skip|todo|fixme)\b/)).toEqual([]);
  });

  test('every test is one that is run', () => {
    const looksLikeTest = sourcesWith(/from '(vitest|@playwright\/test)'/).filter((file) =>
      /\b(test|it)\(/.test(read(join(root, file))),
    );
    const isRun = (file: string): boolean => /^src\/.*\.test\.ts$|^e2e\/.*\.spec\.ts$/.test(file);
    // Suites that several tests run over different implementations say so in their name.
    expect(looksLikeTest.filter((file) => !isRun(file) && !file.endsWith('-contract.ts'))).toEqual([]);
  });

  test('nothing is left to be done in a comment', () => {
    expect(sourcesWith(/\b(TODO|FIXME|HACK)\b/)).toEqual([]);
  });
});
