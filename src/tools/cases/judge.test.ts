import { describe, expect, test } from 'vitest';
import { Decimal } from '#core/money/money.ts';
import type { Answer } from './answer.ts';
import { judge, type Verdict } from './judge.ts';
import { readTestCase } from './test-case.ts';

function verdict(fields: Record<string, unknown>, answer: Answer): Verdict {
  const testCase = readTestCase({ id: 'one', input: {}, policy_dependent: false, ...fields });
  if (typeof testCase === 'string') {
    throw new Error(testCase);
  }
  return judge(testCase, answer);
}

const says = (net: string, claimed = false): Answer => ({
  kind: 'figures',
  figures: { net: new Decimal(net) },
  claimed,
});
const net = { expected: { net: '1.00' } };

describe('a case that core does not agree with', () => {
  test('fails when it is no matter of policy', () => {
    expect(verdict(net, says('2')).kind).toBe('failed');
  });

  test('fails when the policy is the recommended one', () => {
    expect(verdict({ ...net, policy_dependent: true, matches_recommended: true }, says('2')).kind).toBe('failed');
  });

  test('differs when the policy is another one', () => {
    expect(verdict({ ...net, policy_dependent: true, matches_recommended: false }, says('2')).kind).toBe('differs');
    expect(verdict({ ...net, policy_dependent: true, matches_recommended: null }, says('2')).kind).toBe('differs');
    expect(verdict({ ...net, policy_dependent: true }, says('2')).kind).toBe('differs');
  });

  test('fails all the same when core claims to have that policy', () => {
    expect(verdict({ ...net, policy_dependent: true, matches_recommended: false }, says('2', true)).kind).toBe(
      'failed',
    );
  });
});

describe('a refusal', () => {
  const refusal = { expected: { error: 'wrong digit' } };

  test('is wanted whatever the words of the case are', () => {
    expect(verdict(refusal, { kind: 'refused', claimed: false })).toEqual({ kind: 'passed' });
  });

  test('that does not come fails the case, and so does one that comes unasked', () => {
    expect(verdict(refusal, says('1')).kind).toBe('failed');
    expect(verdict(net, { kind: 'refused', claimed: false }).kind).toBe('failed');
  });
});

describe('a case is not expressible', () => {
  test('when core has no way to say it', () => {
    expect(verdict(net, { kind: 'not_expressible', reason: 'no such thing' })).toEqual({
      kind: 'not_expressible',
      reason: 'no such thing',
    });
  });

  test('when something is expected that core does not speak of, unless what it speaks of is wrong', () => {
    const expected = { net: '1.00', mood: 'good' };
    expect(verdict({ expected }, says('1'))).toEqual({
      kind: 'not_expressible',
      reason: 'core says nothing about expected.mood',
    });
    expect(verdict({ expected }, says('2')).kind).toBe('failed');
  });

  test('when it expects nothing, for then anything would pass', () => {
    expect(verdict({ expected: {} }, says('1')).kind).toBe('not_expressible');
  });
});

test('what is no case is told by what it lacks', () => {
  expect(readTestCase({ id: 'one', input: {}, expected: {} })).toContain('policy_dependent');
  expect(readTestCase('one')).toContain('this is no case');
});
