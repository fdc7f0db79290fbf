import { describe, expect, it } from 'vitest';
import { afterWrongPin, NO_TRIES, readTries, triesLeft, writeTries } from './pin-tries.ts';

const NOW = Date.UTC(2026, 0, 31, 12);

function wrongTimes(times: number) {
  return Array.from({ length: times }).reduce<typeof NO_TRIES>((tries) => afterWrongPin(tries, NOW), NO_TRIES);
}

describe('wrong PINs', () => {
  it('cost nothing four times', () => {
    expect(wrongTimes(4).blockedUntil).toBe(0);
    expect(triesLeft(wrongTimes(4))).toBe(1);
  });

  it('close the door at the fifth, and each time for twice as long', () => {
    expect([5, 6, 7].map((times) => (wrongTimes(times).blockedUntil - NOW) / 1000)).toEqual([30, 60, 120]);
  });

  it('never close it for more than an hour', () => {
    expect(wrongTimes(60).blockedUntil - NOW).toBe(60 * 60_000);
  });

  it('are still known after a reload', () => {
    expect(readTries(writeTries(wrongTimes(6)))).toEqual(wrongTimes(6));
  });

  it('are none where nothing sensible was kept', () => {
    expect(readTries(null)).toEqual(NO_TRIES);
    expect(readTries('many')).toEqual(NO_TRIES);
  });
});
