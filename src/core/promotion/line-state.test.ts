import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal } from '#core/money/money.ts';
import { cutOf, promotable, promotionOf, sold, soldAs, stateOf } from '#testkit/promotion-builders.ts';
import { type LineState, nextState, pieceWorth, roomOf, roundedTo, takesPart, worthOfFree } from './line-state.ts';

/** What is left: of the line, of its pieces in no set, and how many these are. */
function left(state: LineState): string {
  return `${state.worth.toFixed()} line, ${state.freeWorth.toFixed()} in ${String(state.free)} free`;
}

describe('a line before any promotion', () => {
  test('is worth its gross, with all of its pieces free', () => {
    const state = stateOf(sold('tea', '4', '3.00'));
    expect(left(state)).toBe('12 line, 12 in 4 free');
    expect([state.isClosed, state.cuts]).toEqual([false, []]);
  });

  test('has no pieces that sets could be made of when it is weighed or a part of one', () => {
    const states = [stateOf(sold('ham', '2kg', '3.00')), stateOf(sold('tea', '1.5', '3.00'))];
    expect(states.map(({ pieces, free }) => [pieces, free])).toEqual([
      [null, 0],
      [null, 0],
    ]);
    expect(states.map((state) => pieceWorth(state).toFixed())).toEqual(['0', '0']);
  });

  test('may lose what is above its minimum price', () => {
    expect(roomOf(stateOf(soldAs(sold('tea', '2', '5.00'), { minimumPrice: '4.50' }))).toFixed()).toBe('1');
    expect(roomOf(stateOf(sold('tea', '2', '5.00'))).toFixed()).toBe('10');
  });

  test('takes part only when it is worth something', () => {
    const lines = [sold('tea', '1', '0.01'), sold('bag', '1', '0.00'), sold('tea', '-1', '5.00')];
    expect(lines.map((line) => takesPart(promotable(line)))).toEqual([true, false, false]);
  });
});

describe('a line after a cut', () => {
  const tea = stateOf(sold('tea', '4', '3.00'));

  test('of the whole has lost it on all pieces alike', () => {
    expect(left(nextState(tea, cutOf(tea, '2.00'), 0))).toBe('10 line, 10 in 4 free');
  });

  test('of a set has lost it on the pieces of the set, and the others cost what they did', () => {
    const inSet = nextState(tea, cutOf(tea, '3.00'), 3);
    expect(left(inSet)).toBe('9 line, 3 in 1 free');
    // Half of the line then is half of the one piece, too.
    expect(left(nextState(inSet, cutOf(inSet, '4.50'), 0))).toBe('4.5 line, 1.5 in 1 free');
  });

  test('of a set that took more than its pieces were worth, is worth no more than what is left of it', () => {
    expect(left(nextState(tea, cutOf(tea, '11.00'), 1))).toBe('1 line, 1 in 3 free');
  });

  test('that is none still has its pieces in a set', () => {
    const bought = nextState(tea, null, 2);
    expect(left(bought)).toBe('12 line, 6 in 2 free');
    expect(bought.cuts).toEqual([]);
  });

  test('of everything is worth nothing, and can lose nothing more', () => {
    const free = nextState(nextState(tea, null, 1), cutOf(tea, '12.00'), 0);
    expect(left(free)).toBe('0 line, 0 in 3 free');
    expect(roomOf(free).toFixed()).toBe('0');
  });

  test('is closed once a promotion that does not stack has reduced it', () => {
    const alone = promotionOf({ stackable: false });
    const open = nextState(tea, cutOf(tea, '1.00'), 0);
    const closed = nextState(open, cutOf(open, '1.00', alone), 0);
    expect([open.isClosed, closed.isClosed, nextState(closed, null, 1).isClosed]).toEqual([false, true, true]);
    expect(closed.cuts.map((cut) => cut.promotion)).toEqual([promotionOf(), alone]);
  });

  test('is a new one: the line before it is as it was', () => {
    nextState(tea, cutOf(tea, '2.00'), 2);
    expect(left(tea)).toBe('12 line, 12 in 4 free');
    expect(tea.cuts).toEqual([]);
  });

  test('never has free pieces that are worth more than the line, or less than nothing', () => {
    const steps = fc.array(fc.record({ percent: fc.nat({ max: 100 }), sets: fc.nat({ max: 3 }) }), { maxLength: 6 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), steps, (pieces, chain) => {
        let state = stateOf(sold('tea', String(pieces), '1.37'));
        for (const { percent, sets } of chain) {
          const amount = state.worth.times(percent).div(100).toDecimalPlaces(2, Decimal.ROUND_DOWN);
          state = nextState(state, cutOf(state, amount.toFixed()), Math.min(sets, state.free));
          expect(state.freeWorth.greaterThanOrEqualTo(0)).toBe(true);
          expect(state.freeWorth.lessThanOrEqualTo(state.worth)).toBe(true);
          expect(state.free === 0 ? state.freeWorth.toFixed() : '0').toBe('0');
        }
      }),
    );
  });
});

describe('pieces that are worth thirds', () => {
  const thirds = nextState(stateOf(sold('tea', '3', '4.00')), cutOf(stateOf(sold('tea', '3', '4.00')), '2.00'), 0);

  test('are worth the whole when they are all there', () => {
    expect(worthOfFree(thirds, 3).toFixed()).toBe('10');
    expect(worthOfFree(thirds, 2).toFixed(6)).toBe('6.666667');
  });

  test('stay as dear as they were when others of them have gone into a set', () => {
    expect(pieceWorth(nextState(thirds, null, 1)).equals(pieceWorth(thirds))).toBe(true);
  });

  test('are rounded as the thirds that they are: three of a cent, without half a cent, are half a cent', () => {
    const almostHalf = new Decimal('0.01').div(3).times(3).minus('0.005');
    expect(almostHalf.lessThan('0.005')).toBe(true);
    expect(roundedTo(new Decimal('0.01'), almostHalf).toFixed()).toBe('0.01');
  });

  test('are rounded to what cash can pay', () => {
    expect(
      ['1.024', '1.025', '-1.025'].map((exact) => roundedTo(new Decimal('0.05'), new Decimal(exact)).toFixed()),
    ).toEqual(['1', '1.05', '-1.05']);
  });
});
