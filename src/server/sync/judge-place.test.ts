import { describe, expect, test } from 'vitest';
import { sealEvent } from '#core/journal/chain.ts';
import { GENESIS_HASH, type JournalDraft } from '#core/journal/journal-event.ts';
import { type Chain, judgePlace, type Loss, type StoredEvent } from './judge-place.ts';
import { readItem, type ReceivedItem } from './received-item.ts';

const draft: JournalDraft = {
  type: 'drawer.opened',
  body: { opening_float: '50.00' },
  id: 'event-1',
  sold_at: '2026-03-14T15:00:00Z',
  tz: 'America/Panama',
  utc_offset_min: -300,
  business_date: '2026-03-14',
  drawer_session_id: 'event-1',
  actor: 'ana',
};

function itemAt(seq: number, prevHash: string): ReceivedItem {
  return read(sealEvent(draft, { registerId: 'r1', epoch: 1, seq, prevHash }));
}

function read(value: unknown): ReceivedItem {
  const item = readItem(value, JSON.stringify(value), { registerId: 'r1', epoch: 1 });
  if (item === null) {
    throw new Error('the item has no place');
  }
  return item;
}

function chain(seq: number, hash: string | null, copied: string[] = []): Chain {
  return { head: { seq, hash }, copied: new Map(copied.map((each) => [each, null])), declared: null };
}

/** The same, of a push that declares what the chain lacks up to `through` lost. */
function declaring(through: number, { head, copied }: Chain): Chain {
  return { head, copied, declared: { loss: { from: head.seq + 1, through }, through } };
}

function stored(item: ReceivedItem, status: StoredEvent['status'] = 'accepted'): StoredEvent {
  return { hash: item.hash, status, raw: item.raw };
}

const start = chain(0, GENESIS_HASH);
const headHash = 'a'.repeat(64);

test('the next link of the chain is to be filed', () => {
  expect(judgePlace(itemAt(1, GENESIS_HASH), undefined, start)).toEqual({ kind: 'next' });
  expect(judgePlace(itemAt(8, headHash), undefined, chain(7, headHash))).toEqual({ kind: 'next' });
});

test('what skips a place waits for the one before it', () => {
  expect(judgePlace(itemAt(9, headHash), undefined, chain(7, headHash))).toEqual({ kind: 'gap', expected: 8 });
});

test('the very same event is known, also with its fields in another order', () => {
  const event = sealEvent(draft, { registerId: 'r1', epoch: 1, seq: 1, prevHash: GENESIS_HASH });
  const turned = Object.fromEntries(Object.entries(event).reverse());
  expect(judgePlace(read(turned), stored(read(event)), chain(1, event.hash))).toEqual({ kind: 'stored' });
});

test('the same id with other content is a conflict, even when it claims the same hash', () => {
  const event = sealEvent(draft, { registerId: 'r1', epoch: 1, seq: 1, prevHash: GENESIS_HASH });
  const forged = { ...event, body: { opening_float: '51.00' } };
  const resealed = sealEvent(
    { ...draft, body: { opening_float: '51.00' } },
    { registerId: 'r1', epoch: 1, seq: 1, prevHash: GENESIS_HASH },
  );
  for (const other of [forged, resealed]) {
    const verdict = judgePlace(read(other), stored(read(event)), chain(1, event.hash));
    expect(verdict).toEqual({ kind: 'conflict', because: 'id_taken' });
  }
});

test('a damaged event is known again by its text, and its intact original is not taken for it', () => {
  const event = sealEvent(draft, { registerId: 'r1', epoch: 1, seq: 1, prevHash: GENESIS_HASH });
  const damaged = read({ ...event, actor: 'bob' });
  const head = chain(1, event.hash);
  expect(judgePlace(damaged, stored(damaged, 'quarantined'), head)).toEqual({ kind: 'stored' });
  expect(judgePlace(read(event), stored(damaged, 'quarantined'), head)).toEqual({
    kind: 'conflict',
    because: 'id_taken',
  });
});

test('a place that is taken and a link that continues another chain are conflicts', () => {
  const head = chain(7, headHash);
  expect(judgePlace(itemAt(7, 'b'.repeat(64)), undefined, head)).toEqual({ kind: 'conflict', because: 'seq_taken' });
  expect(judgePlace(itemAt(8, 'b'.repeat(64)), undefined, head)).toEqual({ kind: 'conflict', because: 'chain_broken' });
});

test('a damaged event proves nothing about its chain, and nothing can be asked of its successor', () => {
  const event = sealEvent(draft, { registerId: 'r1', epoch: 1, seq: 8, prevHash: headHash });
  const damaged = read({ ...event, prev_hash: 'c'.repeat(64) });
  expect(judgePlace(damaged, undefined, chain(7, headHash))).toEqual({ kind: 'next' });
  expect(judgePlace(itemAt(9, 'd'.repeat(64)), undefined, chain(8, null))).toEqual({ kind: 'next' });
});

test('what follows a copy belongs to the other stream, however far ahead it is', () => {
  const copy = 'e'.repeat(64);
  const otherStream = { kind: 'conflict', because: 'other_stream' };
  expect(judgePlace(itemAt(8, copy), undefined, chain(7, headHash, [copy]))).toEqual(otherStream);
  expect(judgePlace(itemAt(20, copy), undefined, chain(7, headHash, [copy]))).toEqual(otherStream);
  expect(judgePlace(itemAt(8, headHash), undefined, chain(7, headHash, [copy]))).toEqual({ kind: 'next' });
});

test('so does a damaged one that names a copy, where it would wait for ever', () => {
  const copy = 'e'.repeat(64);
  const damagedAt = (seq: number) =>
    read({ ...sealEvent(draft, { registerId: 'r1', epoch: 1, seq, prevHash: copy }), actor: 'bob' });
  const beside = chain(7, headHash, [copy]);
  expect(judgePlace(damagedAt(20), undefined, beside)).toEqual({ kind: 'conflict', because: 'other_stream' });
  expect(judgePlace(damagedAt(8), undefined, beside)).toEqual({ kind: 'next' });
  expect(judgePlace(damagedAt(20), undefined, chain(7, headHash))).toEqual({ kind: 'gap', expected: 8 });
});

test('when a damaged event and its intact copy have one hash, the next link follows the one that is stored', () => {
  expect(judgePlace(itemAt(8, headHash), undefined, chain(7, headHash, [headHash]))).toEqual({ kind: 'next' });
});

describe('after numbers that are declared lost', () => {
  const loss: Loss = { from: 8, through: 12 };
  const afterLoss = { kind: 'conflict', because: 'after_loss', loss };
  const lacking = declaring(12, chain(7, headHash));

  test('an event is kept beside the chain, also a damaged one', () => {
    const event = sealEvent(draft, { registerId: 'r1', epoch: 1, seq: 13, prevHash: 'b'.repeat(64) });
    expect(judgePlace(read(event), undefined, lacking)).toEqual(afterLoss);
    expect(judgePlace(read({ ...event, actor: 'bob' }), undefined, lacking)).toEqual(afterLoss);
  });

  test('what follows it is kept beside it without being declared, however far it is', () => {
    const copy = 'e'.repeat(64);
    const copied = new Map([[copy, loss]]);
    expect(judgePlace(itemAt(14, copy), undefined, { ...chain(7, headHash), copied })).toEqual(afterLoss);
    expect(judgePlace(itemAt(14, copy), undefined, { ...lacking, copied })).toEqual(afterLoss);
  });

  test('what comes later than that still waits', () => {
    expect(judgePlace(itemAt(14, 'b'.repeat(64)), undefined, lacking)).toEqual({ kind: 'gap', expected: 8 });
  });

  test('everything else is judged as it is without the declaration', () => {
    const known = itemAt(7, GENESIS_HASH);
    const copy = 'e'.repeat(64);
    const beside = chain(7, headHash, [copy]);
    const cases: [ReceivedItem, StoredEvent | undefined][] = [
      [known, stored(known)],
      [itemAt(9, headHash), stored(known)],
      [itemAt(7, 'b'.repeat(64)), undefined],
      [itemAt(8, headHash), undefined],
      [itemAt(8, 'b'.repeat(64)), undefined],
      [itemAt(8, copy), undefined],
      [itemAt(11, copy), undefined],
    ];
    for (const [item, before] of cases) {
      expect(judgePlace(item, before, declaring(12, beside))).toEqual(judgePlace(item, before, beside));
    }
  });
});
