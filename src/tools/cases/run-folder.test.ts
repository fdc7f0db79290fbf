import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isGood, linesOfReport } from './report.ts';
import { runFolder } from './run-folder.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** Cases next to the project, when they are there. */
const CASES_NEXT_DOOR = join(root, '..', 'shared', 'cases');

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mostrador-cases-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A case of two coins: what they come to has to be `pieces`. */
function change(id: string, pieces: Record<string, number>, fields: Record<string, unknown> = {}): unknown {
  const input = { amount: '2', denominations: ['1'] };
  return { id, kind: 'make_change', input, expected: { pieces }, policy_dependent: false, ...fields };
}

function write(file: string, content: unknown): void {
  writeFileSync(join(folder, file), typeof content === 'string' ? content : JSON.stringify(content));
}

async function report(): Promise<string[]> {
  return linesOfReport(await runFolder(folder));
}

describe('the report', () => {
  test('counts what passed in each file and in all of them', async () => {
    write('b.json', [change('one', { 1: 2 })]);
    write('a.json', [change('one', { 1: 2 }), change('two', { 1: 2 })]);
    write('notes.md', 'no cases');
    expect(await report()).toEqual([
      'a.json              2 passed, 0 failed, 0 not expressible of 2',
      'b.json              1 passed, 0 failed, 0 not expressible of 1',
      'together            3 passed, 0 failed, 0 not expressible of 3',
    ]);
    expect(isGood(await runFolder(folder))).toBe(true);
  });

  test('names what failed, what differs and what could not be said, with the figures of both', async () => {
    const elsewhere = { policy_dependent: true, matches_recommended: false, policy: ['three coins for two'] };
    write('a.json', [
      change('wrong', { 1: 3 }),
      change('vague', { 1: 2 }, { kind: 'riddle' }),
      change('foreign', { 1: 2 }, { ...elsewhere, kind: 'riddle' }),
      { id: 'half' },
    ]);
    expect(await report()).toEqual([
      'a.json              0 passed, 1 failed, 3 not expressible of 4',
      '  wrong: FAILED: pieces: expected {"1":3}, core says {"1":"2"}',
      '  vague: not expressible, though it should hold everywhere: a case of the kind riddle is not known',
      '  foreign: not expressible: a case of the kind riddle is not known',
      expect.stringContaining('  case 4: not expressible: this is no case: input: '),
      'together            0 passed, 1 failed, 3 not expressible of 4',
    ]);
    expect(isGood(await runFolder(folder))).toBe(false);
  });

  test('says of a differing case which policy it has, and that is no failure', async () => {
    write('gtin.json', [
      {
        id: 'short',
        kind: 'gtin',
        input: { code: '1' },
        expected: { valid: true },
        policy_dependent: true,
        policy: ['one digit will do'],
      },
    ]);
    expect(await report()).toContain(
      "  short: differs: valid: expected true, core says false (the case's policy: one digit will do)",
    );
    expect(isGood(await runFolder(folder))).toBe(true);
  });

  test('goes on after a case that breaks core down, and counts it as failed', async () => {
    const broken = {
      id: 'broken',
      input: {
        currency: 'USD',
        minor_unit: '0.01',
        rounding_mode: 'half_up',
        taxes: [],
        lines: [{ quantity: '1', unit_price: '1.00', taxes: ['nobody'] }],
      },
      expected: { net: '1.00' },
      policy_dependent: false,
    };
    write('a.json', [broken, change('one', { 1: 2 })]);
    expect(await report()).toEqual([
      'a.json              1 passed, 1 failed, 0 not expressible of 2',
      '  broken: FAILED: core broke down: the case has no tax nobody',
      'together            1 passed, 1 failed, 0 not expressible of 2',
    ]);
  });
});

describe('a file that cannot be read', () => {
  test('is named, does not keep the others from being run, and is no success', async () => {
    write('a.json', '[{');
    write('b.json', { cases: [] });
    mkdirSync(join(folder, 'c.json'));
    write('d.json', [change('one', { 1: 2 })]);
    const lines = await report();
    expect(lines[0]).toContain('a.json              cannot be read: it is no JSON: ');
    expect(lines[1]).toBe('b.json              cannot be read: it holds no list of cases');
    expect(lines[2]).toContain('c.json              cannot be read: ');
    expect(lines.slice(3)).toEqual([
      'd.json              1 passed, 0 failed, 0 not expressible of 1',
      'together            1 passed, 0 failed, 0 not expressible of 1',
    ]);
    expect(isGood(await runFolder(folder))).toBe(false);
  });

  test('is asked for in words when there is none at all', async () => {
    await expect(runFolder(folder)).rejects.toThrow('There are no case files');
    await expect(runFolder(join(folder, 'nowhere'))).rejects.toThrow('cannot be read');
  });
});

describe('the command', () => {
  /** How it ended, and what it wrote. */
  function command(...args: string[]): Promise<{ code: number; out: string; err: string }> {
    return new Promise((resolve) => {
      const node = ['--import', 'tsx', join(root, 'src/tools/cases.ts'), ...args];
      const child = execFile(process.execPath, node, { cwd: root }, (_, out, err) => {
        resolve({ code: child.exitCode ?? -1, out, err });
      });
    });
  }

  test('ends with 0 when all is well, and with 1 when a case failed', async () => {
    write('a.json', [change('one', { 1: 2 })]);
    const good = await command(folder);
    expect([good.code, good.out.split('\n')[1]]).toEqual([
      0,
      'together            1 passed, 0 failed, 0 not expressible of 1',
    ]);
    write('a.json', [change('one', { 1: 3 })]);
    expect((await command(folder)).code).toBe(1);
  });

  test('ends with 1 and a sentence when it is not told a folder, or a wrong one', async () => {
    expect(await command()).toMatchObject({ code: 1, out: '', err: expect.stringContaining('npm run cases -- DIR') });
    expect(await command(join(folder, 'nowhere'))).toMatchObject({ code: 1, err: expect.stringContaining('nowhere') });
  });
});

test('core agrees with every case next to the project that it has to agree with', async ({ skip }) => {
  skip(!existsSync(CASES_NEXT_DOOR), `there are no cases in ${CASES_NEXT_DOOR}`);
  const reports = await runFolder(CASES_NEXT_DOOR);
  expect(linesOfReport(reports).filter((line) => /FAILED|everywhere|cannot be read/.test(line))).toEqual([]);
  expect(isGood(reports)).toBe(true);
});
