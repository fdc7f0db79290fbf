import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { answerCase } from './answer-case.ts';
import { judge, type Verdict } from './judge.ts';
import { readTestCase, type TestCase } from './test-case.ts';

export interface CaseReport {
  id: string;
  /** It should pass everywhere. */
  mustPass: boolean;
  /** The policy of the case in words; "" where it names none. */
  policy: string;
  verdict: Verdict;
}

/** What became of every case of one file, or why the file could not be read. */
export type FileReport = { file: string; cases: CaseReport[] } | { file: string; unreadable: string };

/** Runs every case of every .json file of a folder. Throws in words when there is no such folder or no such file. */
export async function runFolder(folder: string): Promise<FileReport[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw new Error(`The folder ${folder} cannot be read: ${messageOf(error)}`);
  });
  const files = names.filter((name) => name.endsWith('.json')).sort();
  if (files.length === 0) {
    throw new Error(`There are no case files (*.json) in ${folder}.`);
  }
  return Promise.all(files.map(async (file) => runFile(file, path.join(folder, file))));
}

async function runFile(file: string, place: string): Promise<FileReport> {
  const text = await readFile(place, 'utf8').catch((error: unknown) => new Error(messageOf(error)));
  if (text instanceof Error) {
    return { file, unreadable: text.message };
  }
  try {
    const elements: unknown = JSON.parse(text);
    return Array.isArray(elements)
      ? { file, cases: elements.map((element: unknown, index) => runCase(element, index)) }
      : { file, unreadable: 'it holds no list of cases' };
  } catch (error) {
    return { file, unreadable: `it is no JSON: ${messageOf(error)}` };
  }
}

function runCase(element: unknown, index: number): CaseReport {
  const testCase = readTestCase(element);
  if (typeof testCase === 'string') {
    const verdict = { kind: 'not_expressible', reason: testCase } as const;
    return { id: `case ${String(index + 1)}`, mustPass: false, policy: '', verdict };
  }
  const { id, mustPass, policy } = testCase;
  return { id, mustPass, policy, verdict: verdictOf(testCase) };
}

function verdictOf(testCase: TestCase): Verdict {
  try {
    return judge(testCase, answerCase(testCase));
  } catch (error) {
    return { kind: 'failed', differences: [`core broke down: ${messageOf(error)}`] };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
