import { describe, expect, test } from 'vitest';
import { chainHead, epochAnswer, headAnswer, MAX_PUSH_EVENTS, pushAnswer, pushRequest, pushResult } from './sync.ts';

const push = {
  v: 1,
  register_id: 'register-1',
  epoch: 1,
  nonce: 'nonce-1',
  client_now: '2026-03-14T15:00:00.000Z',
  items: [{ anything: 'at all' }],
};

const head = { epoch: 1, seq: 7, hash: 'ab'.repeat(32) };
const answer = { nonce: 'nonce-1', server_now: '2026-03-14T15:00:00.100Z', results: [], high_water: head };

describe('what a till hands over', () => {
  test('is taken with items of any form: they are checked one by one, so that a bad one holds up no other', () => {
    expect(pushRequest.parse({ ...push, items: [1, null, 'x', {}, []] }).items).toHaveLength(5);
  });

  test.each([
    ['another version', { v: 2 }],
    ['an epoch of nought', { epoch: 0 }],
    ['nothing', { items: [] }],
    ['no list', { items: {} }],
    ['an instant that never was', { client_now: '2026-02-30T10:00:00Z' }],
    ['a field it does not know', { surprise: 1 }],
    ['no register', { register_id: '' }],
  ])('is refused with %s', (_, change) => {
    expect(pushRequest.safeParse({ ...push, ...change }).success).toBe(false);
  });

  test('is refused with more events than one push may hold', () => {
    const items = Array.from({ length: MAX_PUSH_EVENTS + 1 }, () => ({}));
    expect(pushRequest.safeParse({ ...push, items }).success).toBe(false);
    expect(pushRequest.safeParse({ ...push, items: items.slice(1) }).success).toBe(true);
  });
});

describe('what the server answers', () => {
  test.each([
    { status: 'accepted' },
    { status: 'accepted', transaction_id: 'sale-1', flags: ['price_differs'] },
    { status: 'duplicate', transaction_id: 'sale-1' },
    { status: 'quarantined', reason: 'not understood' },
    { status: 'conflict' },
    { status: 'gap', expected: 3 },
    { status: 'retry' },
  ])('$status', (result) => {
    expect(pushResult.safeParse({ id: 'event-1', seq: 1, ...result }).success).toBe(true);
  });

  test.each([
    { status: 'lost' },
    { status: 'quarantined' },
    { status: 'gap' },
    { status: 'gap', expected: 0 },
    { status: 'retry', reason: 'tired' },
    { status: 'accepted', seq: 1.5 },
  ])('is refused by the till as %j: it would not know what to do', (result) => {
    expect(pushResult.safeParse({ id: 'event-1', seq: 1, ...result }).success).toBe(false);
  });

  test('has the nonce of the push, the clock, a result for each item and the newest link', () => {
    expect(pushAnswer.safeParse(answer).success).toBe(true);
    for (const gone of Object.keys(answer)) {
      expect(pushAnswer.safeParse({ ...answer, [gone]: undefined }).success).toBe(false);
    }
  });

  test('is not a page of HTML, an error or nothing', () => {
    for (const other of ['<html></html>', '', null, undefined, {}, { error: { code: 'x' } }, []]) {
      expect(pushAnswer.safeParse(other).success).toBe(false);
    }
  });
});

describe('the newest link', () => {
  test('before the first event has no hash', () => {
    expect(chainHead.safeParse({ epoch: 1, seq: 0, hash: null }).success).toBe(true);
    expect(headAnswer.safeParse({ server_now: answer.server_now, high_water: head }).success).toBe(true);
  });

  test('is never before that, and epochs count from one', () => {
    expect(chainHead.safeParse({ ...head, seq: -1 }).success).toBe(false);
    expect(epochAnswer.safeParse({ epoch: 0 }).success).toBe(false);
    expect(epochAnswer.safeParse({ epoch: 2 }).success).toBe(true);
  });
});
