import { describe, expect, test } from 'vitest';
import type { JournalEvent } from '#core/journal/journal-event.ts';
import { readResults } from './read-results.ts';

/** Events as a device may hold them when its storage has been damaged. */
function batchOf(...events: object[]) {
  return { registerId: 'r', epoch: 1, events: events as JournalEvent[], beside: { events: 0, oldest_sold_at: null } };
}

const quarantined = (id: string, seq: number) => ({ id, seq, status: 'quarantined' as const, reason: 'unreadable' });

describe('an event that has lost its name on the device', () => {
  test.each([
    ['no id', { seq: 7 }],
    ['no number', { id: 'a' }],
    ['a number that is a text', { id: 'a', seq: '7' }],
    ['nothing', {}],
  ])('with %s is confirmed by the result in its place, under the number that the server gave it', (_name, event) => {
    const verdict = readResults(batchOf(event), [quarantined('unreadable-1', 7)]);
    expect(verdict).toMatchObject({ kept: 1, seqs: [7], stop: { kind: 'end' }, noteworthy: [{ seq: 7 }] });
  });

  test('is not confirmed by anything but a quarantine, nor by a result that is not there', () => {
    const accepted = { id: 'b', seq: 7, status: 'accepted' as const };
    expect(readResults(batchOf({}), [accepted])).toMatchObject({ kept: 0, stop: { kind: 'silent' } });
    expect(readResults(batchOf({}), [])).toMatchObject({ kept: 0, stop: { kind: 'silent' } });
  });

  test('lends its place to no other: an event with a name is known by that alone', () => {
    const verdict = readResults(batchOf({ id: 'a', seq: 7 }), [quarantined('b', 7)]);
    expect(verdict).toMatchObject({ kept: 0, stop: { kind: 'silent' } });
  });
});
