import type { Answer } from './answer.ts';
import { compare, shown } from './compare.ts';
import type { TestCase } from './test-case.ts';

/**
 * What became of a case. `differs`: core says something else, but the case holds only under a policy that core does
 * not claim to have.
 */
export type Verdict =
  | { kind: 'passed' }
  | { kind: 'failed' | 'differs'; differences: string[] }
  | { kind: 'not_expressible'; reason: string };

/** Holds core's answer against what the case expects. */
export function judge(testCase: TestCase, answer: Answer): Verdict {
  const { expected } = testCase;
  if (Object.keys(expected).length === 0) {
    return { kind: 'not_expressible', reason: 'it expects nothing' };
  }
  if (answer.kind === 'not_expressible') {
    return { kind: 'not_expressible', reason: answer.reason };
  }
  const wantsRefusal = Object.hasOwn(expected, 'error');
  if (answer.kind === 'refused') {
    return wantsRefusal ? { kind: 'passed' } : otherwise(testCase, answer.claimed, ['core refuses the input']);
  }
  if (wantsRefusal) {
    const given = `expected a refusal (${JSON.stringify(expected['error'])}), core says ${shown(answer.figures)}`;
    return otherwise(testCase, answer.claimed, [given]);
  }
  const { differences, unsaid } = compare(expected, answer.figures);
  if (differences.length > 0) {
    return otherwise(testCase, answer.claimed, differences);
  }
  return unsaid.length === 0
    ? { kind: 'passed' }
    : { kind: 'not_expressible', reason: `core says nothing about expected.${unsaid.join(', expected.')}` };
}

function otherwise(testCase: TestCase, claimed: boolean, differences: string[]): Verdict {
  return testCase.mustPass || claimed ? { kind: 'failed', differences } : { kind: 'differs', differences };
}
