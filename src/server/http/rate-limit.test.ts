import { expect, test } from 'vitest';
import { createRateLimit } from './rate-limit.ts';

function limitWithClock() {
  const clock = { now: 0 };
  return { clock, limit: createRateLimit({ burst: 3, perMinute: 6 }, () => clock.now) };
}

test('a burst goes through, then tries come back one by one as time passes', () => {
  const { clock, limit } = limitWithClock();
  expect([limit.take('a'), limit.take('a'), limit.take('a')]).toEqual([0, 0, 0]);
  expect(limit.take('a')).toBe(10);
  clock.now = 9_999;
  expect(limit.take('a')).toBe(1);
  clock.now = 10_000;
  expect(limit.take('a')).toBe(0);
  expect(limit.take('a')).toBe(10);
});

test('one caller does not use up what another may', () => {
  const { limit } = limitWithClock();
  ['a', 'a', 'a', 'a'].forEach((caller) => limit.take(caller));
  expect(limit.take('b')).toBe(0);
});

test('waiting long gives no more than one burst, and a clock that jumps back takes nothing away', () => {
  const { clock, limit } = limitWithClock();
  clock.now = 3_600_000;
  limit.take('a');
  clock.now = 0;
  expect([limit.take('a'), limit.take('a')]).toEqual([0, 0]);
  expect(limit.take('a')).toBeGreaterThan(0);
});

test('a flood of callers does not free the one that is being held back', () => {
  const { limit } = limitWithClock();
  ['a', 'a', 'a'].forEach((caller) => limit.take(caller));
  for (let caller = 0; caller < 20_000; caller += 1) {
    limit.take(`flood-${String(caller)}`);
  }
  expect(limit.take('a')).toBeGreaterThan(0);
});
