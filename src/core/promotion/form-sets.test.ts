import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal } from '#core/money/money.ts';
import { EVERYTHING, sold, stateOf } from '#testkit/promotion-builders.ts';
import { rewardGroups, rewardSets } from './form-sets.ts';
import { type LineState, nextState } from './line-state.ts';
import type { PromotionAction } from './promotion.ts';
import type { TakeOff } from './take-off.ts';

type BuyGet = Extract<PromotionAction, { kind: 'buy_get' }>;

const CENT = new Decimal('0.01');
const FREE = { kind: 'percent_off', percent: '100' } as const;

/** Takes part as what is rewarded and as what must be bought, unless said otherwise. */
function line(state: LineState, goods: readonly boolean[] = [true, true]) {
  return { state, goods };
}

/** "4 off 2 of 3": the amount, the units rewarded, and all pieces that are in a set now. */
function told(takeOff: TakeOff | null): string {
  return takeOff === null
    ? 'none'
    : `${takeOff.amount.toFixed()} off ${String(takeOff.units)} of ${String(takeOff.intoSets)}`;
}

describe('“buy and get”', () => {
  function buyGet(buy: number, get: number, max_sets: number | null = null): BuyGet {
    return { kind: 'buy_get', bought: EVERYTHING, buy, get, reward: FREE, max_sets };
  }

  test('rewards the cheapest piece and counts the dearest as bought, so that the middle stays free for more', () => {
    const lines = [sold('tea', '1', '3.00'), sold('mate', '1', '2.00'), sold('milk', '1', '1.00')];
    expect(
      rewardSets(
        buyGet(1, 1),
        lines.map((each) => line(stateOf(each))),
        CENT,
      ).map(told),
    ).toEqual(['0 off 0 of 1', 'none', '1 off 1 of 1']);
  });

  test('can have bought and rewarded pieces on one line', () => {
    expect(rewardSets(buyGet(2, 1), [line(stateOf(sold('tea', '7', '3.00')))], CENT).map(told)).toEqual([
      '6 off 2 of 6',
    ]);
  });

  test('leaves pieces alone that are in another set', () => {
    const tea = nextState(stateOf(sold('tea', '5', '3.00')), null, 3);
    expect(rewardSets(buyGet(2, 1), [line(tea)], CENT).map(told)).toEqual(['none']);
    expect(rewardSets(buyGet(1, 1), [line(tea)], CENT).map(told)).toEqual(['3 off 1 of 2']);
  });

  test('forms as many sets as the goods that both want allow', () => {
    // Five teas are bought or rewarded, one cup only bought: three sets need six pieces, three of them bought.
    const lines = [line(stateOf(sold('tea', '5', '3.00'))), line(stateOf(sold('cup', '1', '9.00')), [false, true])];
    expect(rewardSets(buyGet(1, 1), lines, CENT).map(told)).toEqual(['9 off 3 of 5', '0 off 0 of 1']);
    expect(rewardSets(buyGet(1, 1, 2), lines, CENT).map(told)).toEqual(['6 off 2 of 3', '0 off 0 of 1']);
  });

  const lines = fc.array(
    fc.record({
      quantity: fc.integer({ min: 1, max: 9 }),
      cents: fc.integer({ min: 1, max: 500 }),
      goods: fc.constantFrom([true, true], [true, false], [false, true]),
    }),
    { maxLength: 5 },
  );

  test('is whole sets of pieces that are there, and rewards none that may only be bought', () => {
    const counts = fc.integer({ min: 1, max: 3 });
    fc.assert(
      fc.property(lines, counts, counts, (drawn, buy, get) => {
        const shelf = drawn.map(({ quantity, cents, goods }) =>
          line(stateOf(sold('tea', String(quantity), new Decimal(cents).div(100).toFixed(2))), goods),
        );
        const takeOffs = rewardSets(buyGet(buy, get), shelf, CENT);
        const inSets = takeOffs.reduce((all, each) => all + (each?.intoSets ?? 0), 0);
        const rewarded = takeOffs.reduce((all, each) => all + (each?.units ?? 0), 0);
        expect(inSets * get).toBe(rewarded * (buy + get));
        takeOffs.forEach((each, place) => {
          expect((each?.intoSets ?? 0) <= (drawn[place]?.quantity ?? 0)).toBe(true);
          expect(drawn[place]?.goods[0] === true || (each?.units ?? 0) === 0).toBe(true);
        });
      }),
    );
  });
});

describe('every so many', () => {
  const everyThree = { kind: 'every', group: 3, reward: { kind: 'amount_off', amount: '0.50' } } as const;

  test('puts the pieces of complete groups into sets, the first ones first', () => {
    const lines = [sold('tea', '2', '3.00'), sold('ham', '4kg', '9.00'), sold('mate', '5', '2.00')];
    expect(
      rewardGroups(
        everyThree,
        lines.map((each) => line(stateOf(each))),
        CENT,
      ).map(told),
    ).toEqual(['1 off 2 of 2', 'none', '2 off 4 of 4']);
  });

  test('counts only pieces that are in no set', () => {
    const tea = nextState(stateOf(sold('tea', '8', '3.00')), null, 3);
    expect(rewardGroups(everyThree, [line(tea)], CENT).map(told)).toEqual(['1.5 off 3 of 3']);
  });
});
