import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allocate } from './allocate.ts';
import { Decimal, sum } from './money.ts';
import { spreadWithin, type Taker } from './spread-within.ts';

const CENT = new Decimal('0.01');

function takers(worths: readonly (string | number)[], rooms: readonly (string | number)[]): Taker[] {
  return worths.map((worth, place) => ({ worth: new Decimal(worth), room: new Decimal(rooms[place] ?? 0) }));
}

function spread(amount: string, worths: readonly string[], rooms: readonly string[]): string[] {
  return spreadWithin(new Decimal(amount), CENT, takers(worths, rooms)).map((share) => share.toFixed());
}

describe('an amount spread over what has only so much room', () => {
  test.each([
    { amount: '12.00', worths: ['10', '20', '50', '30'], rooms: ['10', '1', '0', '4'], shares: ['7', '1', '0', '4'] },
    { amount: '25.00', worths: ['50', '60'], rooms: ['5', '60'], shares: ['5', '20'] },
    { amount: '1.00', worths: ['1', '1', '1'], rooms: ['1', '1', '1'], shares: ['0.34', '0.33', '0.33'] },
    { amount: '1.00', worths: ['1', '1', '1'], rooms: ['0.33', '1', '1'], shares: ['0.33', '0.34', '0.33'] },
    { amount: '9.00', worths: ['1', '1', '1'], rooms: ['1', '1', '1'], shares: ['1', '1', '1'] },
    { amount: '1.00', worths: ['0', '4'], rooms: ['5', '5'], shares: ['0', '1'] },
    { amount: '1.00', worths: ['0', '0'], rooms: ['5', '5'], shares: ['0', '0'] },
    { amount: '0.00', worths: ['3', '4'], rooms: ['0', '4'], shares: ['0', '0'] },
  ])('$amount over $worths with room for $rooms is $shares', ({ amount, worths, rooms, shares }) => {
    expect(spread(amount, worths, rooms)).toEqual(shares);
  });

  test('over nobody is nothing', () => {
    expect(spread('1.00', [], [])).toEqual([]);
  });
});

describe('always', () => {
  const drawn = fc.array(fc.tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 500 })), {
    minLength: 1,
    maxLength: 12,
  });
  const cents = fc.integer({ min: 0, max: 4_000 });
  const inCents = (pairs: readonly (readonly [number, number])[]): Taker[] =>
    pairs.map(([worth, room]) => ({ worth: CENT.times(worth), room: CENT.times(room) }));

  test('nobody gets more than its room, and all of it is given while there is room', () => {
    fc.assert(
      fc.property(cents, drawn, (amount, pairs) => {
        const list = inCents(pairs);
        const shares = spreadWithin(CENT.times(amount), CENT, list);
        shares.forEach((share, place) => {
          expect(share.lessThanOrEqualTo(list[place]?.room ?? 0)).toBe(true);
          expect(share.isNegative()).toBe(false);
        });
        const room = sum(list.filter((taker) => !taker.worth.isZero()).map((taker) => taker.room));
        expect(sum(shares).toFixed()).toBe(Decimal.min(room, CENT.times(amount)).toFixed());
      }),
      { numRuns: 1_000 },
    );
  });

  test('those who are not full share the rest by what they are worth', () => {
    fc.assert(
      fc.property(cents, drawn, (amount, pairs) => {
        const list = inCents(pairs);
        const shares = spreadWithin(CENT.times(amount), CENT, list);
        const others = list
          .map((taker, place) => ({ ...taker, share: shares[place] ?? CENT }))
          .filter((taker) => taker.share.lessThan(taker.room) && !taker.worth.isZero());
        const perWorth = others.map((taker) => [
          taker.share.minus(CENT).div(taker.worth),
          taker.share.plus(CENT).div(taker.worth),
        ]);
        const least = Decimal.max(0, ...perWorth.map(([low]) => low ?? 0));
        expect(perWorth.every(([, high]) => high?.greaterThanOrEqualTo(least))).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  test('with room enough it is the plain sharing out', () => {
    fc.assert(
      fc.property(cents, drawn, (amount, pairs) => {
        fc.pre(pairs.some(([worth]) => worth > 0));
        const worths = pairs.map(([worth]) => CENT.times(worth));
        const whole = CENT.times(amount);
        const list = worths.map((worth) => ({ worth, room: whole }));
        expect(spreadWithin(whole, CENT, list).map(String)).toEqual(allocate(whole, CENT, worths).map(String));
      }),
    );
  });
});
