import { describe, expect, test } from 'vitest';
import { sealEvent } from '#core/journal/chain.ts';
import { GENESIS_HASH } from '#core/journal/journal-event.ts';
import { saleCompleted } from '#testkit/journal-drafts.ts';
import { decodeRecord, encodeRecord, isWholeAt, placeOf, stateAfter, stateAtStart } from './journal-record.ts';

function aRecord() {
  const draft = saleCompleted('a')({ epoch: 1, seq: 1, saleNumber: 1, newestAt: null });
  const event = sealEvent(draft, { registerId: 'register-1', epoch: 1, seq: 1, prevHash: GENESIS_HASH });
  return { event, after: stateAfter(stateAtStart('USD'), event, 'USD') };
}

describe('a record that was read from bytes', () => {
  const read = decodeRecord(encodeRecord(aRecord()));
  if (read === null) {
    throw new Error('a sealed record can be read');
  }
  const place = placeOf(read.event);

  test('is whole at its place and at no other', () => {
    expect(isWholeAt(read, place)).toBe(true);
    expect(isWholeAt(read, { ...place, seq: 2 })).toBe(false);
    expect(isWholeAt(read, { ...place, epoch: 2 })).toBe(false);
    expect(isWholeAt(read, { ...place, registerId: 'register-2' })).toBe(false);
  });

  test('proves nothing about a changed copy of it', () => {
    const { event } = read;
    expect(isWholeAt({ ...read, event: { ...event } }, place)).toBe(true);
    expect(isWholeAt({ ...read, event: { ...event, actor: 'somebody else' } }, place)).toBe(false);
    expect(isWholeAt(structuredClone({ ...read, event: { ...event, sold_at: 'never' } }), place)).toBe(false);
  });

  test('is none when a byte of its event is another one', () => {
    const bytes = encodeRecord(aRecord());
    const at = new TextDecoder().decode(bytes).indexOf('"actor":"') + 10;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    expect(decodeRecord(bytes)).toBeNull();
  });
});
