import { describe, expect, test } from 'vitest';
import { judgeStart, recordOnTakeOver, type VersionRecord } from './app-versions.ts';

const HOUR = 60 * 60_000;
const OLD: VersionRecord = { name: 'app-1', healthy: true, before: null, starts: 1, lastStartAt: 0 };

/** Starts a version so many times at one moment; which version answered each time. */
function startTimes(record: VersionRecord, times: number, start: { page: 'till' | 'office'; now: number }) {
  const served: string[] = [];
  let last = record;
  for (let time = 0; time < times; time += 1) {
    const judged = judgeStart(last, start);
    served.push(judged.serve);
    last = judged.record;
  }
  return { served, last };
}

describe('a new version of the app', () => {
  test('that never comes up is given three starts; then the one before it answers', () => {
    const taken = recordOnTakeOver(OLD, 'app-2');
    expect(taken).toMatchObject({ name: 'app-2', healthy: false, before: 'app-1' });
    expect(startTimes(taken, 5, { page: 'till', now: 1000 }).served).toEqual([
      'this',
      'this',
      'this',
      'before',
      'before',
    ]);
  });

  test('is not given up because the office was opened, which never says that it came up', () => {
    const taken = recordOnTakeOver(OLD, 'app-2');
    const { served, last } = startTimes(taken, 9, { page: 'office', now: 1000 });
    expect(new Set(served)).toEqual(new Set(['this']));
    expect(startTimes(last, 1, { page: 'till', now: 2000 }).served).toEqual(['this']);
    // Given up by the till, it does not come up in the office either.
    const given = startTimes(taken, 4, { page: 'till', now: 1000 }).last;
    expect(startTimes(given, 2, { page: 'office', now: 2000 }).served).toEqual(['before', 'before']);
  });

  test('is tried once more half a day later', () => {
    const { last } = startTimes(recordOnTakeOver(OLD, 'app-2'), 4, { page: 'till', now: 1000 });
    expect(startTimes(last, 2, { page: 'till', now: 1000 + 12 * HOUR }).served).toEqual(['this', 'before']);
  });

  test('that came up once is never given up', () => {
    const healthy = { ...recordOnTakeOver(OLD, 'app-2'), healthy: true };
    expect(startTimes(healthy, 20, { page: 'till', now: 1000 }).served).toEqual(
      Array.from({ length: 20 }, () => 'this'),
    );
  });

  test('goes back to the last one that was healthy, over one that was not', () => {
    expect(recordOnTakeOver(recordOnTakeOver(OLD, 'app-2'), 'app-3').before).toBe('app-1');
  });

  test('answers on whatever happens where there is no other one', () => {
    const first = recordOnTakeOver(null, 'app-1');
    expect(startTimes(first, 9, { page: 'till', now: 1000 }).served).not.toContain('before');
  });

  test('that answers already keeps its record', () => {
    expect(recordOnTakeOver(OLD, 'app-1')).toBe(OLD);
  });
});
