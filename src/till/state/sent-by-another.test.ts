import { expect, it } from 'vitest';
import { isSentByAnother } from './sent-by-another.ts';

const WRITTEN = { quarantined: 0, head: null };
const unsent = (events: number) => ({ events, sales: events, amount: '0.00', since: null, ...WRITTEN });
const trouble = (kind: 'no_line' | 'paused') => ({ kind, detail: '', since: '2026-01-31T17:00:00.000Z', until: null });

it('all that was unsent has arrived, though this page knows of no line: someone else has sent it', () => {
  expect(isSentByAnother({ before: unsent(3), now: unsent(0) }, trouble('no_line'))).toBe(true);
});

it.each([
  ['nothing was unsent before', { before: unsent(0), now: unsent(0) }, trouble('no_line')],
  ['nothing is known of before', { before: null, now: unsent(0) }, trouble('no_line')],
  ['something is left', { before: unsent(3), now: unsent(1) }, trouble('no_line')],
  ['this page sends by itself', { before: unsent(3), now: unsent(0) }, null],
  ['the server does not take this device', { before: unsent(3), now: unsent(0) }, trouble('paused')],
])('nothing is said of the line where %s', (_, seen, state) => {
  expect(isSentByAnother(seen, state)).toBe(false);
});
