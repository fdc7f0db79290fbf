import { describe, expect, it } from 'vitest';
import { steadyInstant } from './steady-instant.ts';

const NOON = '2026-03-14T12:00:00.000Z';

describe('time in a journal', () => {
  it.each([
    ['goes on as the clock does', '2026-03-14T12:00:00.001Z', '2026-03-14T12:00:00.001Z'],
    ['stands still while the clock is a moment behind', '2026-03-14T11:59:59.999Z', NOON],
    ['stands still while the clock is two minutes behind', '2026-03-14T11:58:00.000Z', NOON],
    ['believes a clock that was set back further', '2026-03-14T11:57:59.999Z', '2026-03-14T11:57:59.999Z'],
  ])('%s', (_what, now, expected) => {
    expect(steadyInstant(now, NOON)).toBe(expected);
  });

  it('begins with the clock', () => {
    expect(steadyInstant(NOON, null)).toBe(NOON);
  });

  it('does not hold on to a day in the far future', () => {
    expect(steadyInstant(NOON, '2099-01-01T00:00:00.000Z')).toBe(NOON);
  });
});
