import { describe, expect, test } from 'vitest';
import { clockOffset } from './clock-offset.ts';

const NOON = Date.parse('2026-03-14T12:00:00.000Z');

describe('how far the clocks are apart', () => {
  test('is measured against the middle of question and answer', () => {
    expect(clockOffset('2026-03-14T12:00:01.000Z', NOON, NOON + 2000)).toBe(0);
    expect(clockOffset('2026-03-14T12:05:00.000Z', NOON, NOON)).toBe(300_000);
    expect(clockOffset('2026-03-14T11:00:00.000Z', NOON, NOON)).toBe(-3_600_000);
  });

  test('is not known from an answer that took too long, came before its question, or says no time', () => {
    expect(clockOffset('2026-03-14T12:00:00.000Z', NOON, NOON + 30_001)).toBeNull();
    expect(clockOffset('2026-03-14T12:00:00.000Z', NOON, NOON - 1)).toBeNull();
    expect(clockOffset('noon', NOON, NOON)).toBeNull();
  });
});
