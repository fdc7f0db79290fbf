import { expect, test } from 'vitest';
import { hashOf, verifyEvent } from '#core/journal/chain.ts';
import { isSealed } from './is-sealed.ts';

const sealed = (body: object) => ({ ...body, hash: hashOf(body) });

test('what a till sealed is sealed, in whatever letters, and not once anything of it is changed', () => {
  for (const name of ['Cola', 'Piña «ñandú»', 'コーラ', '🥭', 'a\u0000b', '"\\']) {
    const event = sealed({ id: 'a', seq: 1, body: { name, lines: [null, true, -1] } });
    expect([isSealed(event), verifyEvent(event)]).toEqual([true, true]);
    expect(isSealed({ ...event, seq: 2 } as { hash: string })).toBe(false);
  }
});

test('what no till can have sealed is not: halves of characters, fractions, dates', () => {
  for (const strange of ['\ud800', 1.5, Number.NaN, new Date(0)]) {
    const event = { strange, hash: '0'.repeat(64) };
    expect([isSealed(event), verifyEvent(event)]).toEqual([false, false]);
  }
});
