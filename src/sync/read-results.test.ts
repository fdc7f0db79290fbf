import { describe, expect, test } from 'vitest';
import type { JournalEvent } from '#core/journal/journal-event.ts';
import { readResults } from './read-results.ts';

/** Events as a device may hold them when its storage has been damaged. */
function batchOf(...events: object[]) {
  const beside = { events: 0, oldest_sold_at: null };
  return { registerId: 'r', epoch: 1, after: 6, events: events as JournalEvent[], beside };
}

const quarantined = (id: string, seq: number) => ({ id, seq, status: 'quarantined' as const, reason: 'unreadable' });

describe('an event that has lost its name on the device', () => {
  test.each([
    ['no id', { seq: 7 }],
    ['no number', { id: 'a' }],
    ['a number that is a text', { id: 'a', seq: '7' }],
    ['nothing', {}],
    ['an id that no server takes', { id: 'sale\u0010', seq: 7 }],
    ['half a character in its id', { id: 'sale\ud800', seq: 7 }],
    ['number 0', { id: 'a', seq: 0 }],
  ])('with %s is confirmed by the result in its place, under the number it had here', (_name, event) => {
    const verdict = readResults(batchOf(event), [quarantined('unreadable-1', 12)]);
    expect(verdict).toMatchObject({ kept: 1, seqs: [7], stop: { kind: 'end' }, noteworthy: [{ seq: 7 }] });
  });

  test('confirms nothing else, whatever number the server has it under', () => {
    const verdict = readResults(batchOf({}, { id: 'b', seq: 8 }), [
      { id: 'unreadable-1', seq: 12, status: 'conflict' },
      { id: 'b', seq: 8, status: 'accepted' },
    ]);
    expect(verdict).toMatchObject({ kept: 2, keptBeforeConflict: 0, seqs: [7, 8], noteworthy: [{ seq: 7 }] });
  });

  test('is not confirmed by anything but a quarantine or a conflict, nor by a result that is not there', () => {
    const accepted = { id: 'b', seq: 7, status: 'accepted' as const };
    expect(readResults(batchOf({}), [accepted])).toMatchObject({ kept: 0, stop: { kind: 'silent' } });
    expect(readResults(batchOf({}), [])).toMatchObject({ kept: 0, stop: { kind: 'silent' } });
  });

  test('waits as any other for what the server lacks before it', () => {
    const gap = { id: 'unreadable-1', seq: 12, status: 'gap' as const, expected: 5 };
    expect(readResults(batchOf({}), [gap])).toMatchObject({ kept: 0, stop: { kind: 'gap', expected: 5 } });
  });

  test('lends its place to no other: an event with a name is known by that alone', () => {
    const verdict = readResults(batchOf({ id: 'a', seq: 7 }), [quarantined('b', 7)]);
    expect(verdict).toMatchObject({ kept: 0, stop: { kind: 'silent' } });
  });
});
