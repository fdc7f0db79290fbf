import { describe, expect, test } from 'vitest';
import { problem, refused } from './problem.ts';

describe('a problem', () => {
  test('keeps the published code and its type together', () => {
    expect(problem('POS-1003')).toEqual({ code: 'POS-1003', type: 'AUTHORIZATION_REQUIRED', details: {} });
    expect(problem('POS-2001').type).toBe('INSUFFICIENT_PAYMENT');
    expect(problem('POS-2002').type).toBe('EXCESS_PAYMENT');
    expect(problem('POS-3001').type).toBe('NO_OPEN_DRAWER');
  });

  test('carries plain values for the words', () => {
    expect(refused('POS-2001', { left: '2.60' })).toEqual({
      ok: false,
      problem: { code: 'POS-2001', type: 'INSUFFICIENT_PAYMENT', details: { left: '2.60' } },
    });
  });
});
