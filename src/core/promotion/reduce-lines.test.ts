import { describe, expect, test } from 'vitest';
import { Decimal } from '#core/money/money.ts';
import { cutOf, sold, stateOf } from '#testkit/promotion-builders.ts';
import { type LineState, nextState } from './line-state.ts';
import type { PromotionTier } from './promotion.ts';
import { reduceByTier, reduceEachLine, reduceEachUnit, reduceTogether } from './reduce-lines.ts';
import type { TakeOff } from './take-off.ts';

const CENT = new Decimal('0.01');
const HALF = { kind: 'percent_off', percent: '50' } as const;

/** The line as an earlier promotion left it. */
function reduced(state: LineState, amount: string): LineState {
  return nextState(state, cutOf(state, amount), 0);
}

function line(state: LineState) {
  return { state, goods: [true] };
}

/** The amount, and the units that it was for. */
function told(takeOff: TakeOff | null): string {
  return takeOff === null ? 'none' : `${takeOff.amount.toFixed()} on ${String(takeOff.units ?? 'all')}`;
}

describe('a reward on each unit', () => {
  const each = (state: LineState, max_units: number | null) =>
    told(reduceEachUnit({ kind: 'each_unit', reward: HALF, max_units }, line(state), CENT));

  test('goes by what earlier promotions left of the units', () => {
    // 3 × 3.00 without 1.00 is 8.00: two of them are worth 5.33, half of which is 2.67.
    expect(each(reduced(stateOf(sold('tea', '3', '3.00')), '1.00'), 2)).toBe('2.67 on 2');
  });

  test('counts no more units than there are', () => {
    expect(each(stateOf(sold('tea', '3', '3.00')), 5)).toBe('4.5 on 3');
  });

  test('on so many units leaves out what has no single units', () => {
    const [ham, cloth] = [stateOf(sold('ham', '2kg', '3.00')), stateOf(sold('cloth', '1.5', '3.00'))];
    expect([each(ham, 1), each(cloth, 1), each(ham, null), each(cloth, null)]).toEqual([
      'none',
      'none',
      '3 on all',
      '2.25 on all',
    ]);
  });
});

test('an amount off each line is what is left of the line, when that is less', () => {
  const action = { kind: 'each_line', amount: '1.00' } as const;
  const [tea, gum] = [stateOf(sold('tea', '5', '3.00')), reduced(stateOf(sold('gum', '5', '0.30')), '0.75')];
  expect([tea, gum].map((state) => told(reduceEachLine(action, line(state), CENT)))).toEqual([
    '1 on all',
    '0.75 on all',
  ]);
});

test('a reward on the goods together takes them for one unit', () => {
  const lines = [stateOf(sold('tea', '3', '4.00')), stateOf(sold('ham', '0.5kg', '12.00'))].map(line);
  const price = { kind: 'price', price: '9.00' } as const;
  expect(reduceTogether({ reward: price, most: null }, lines, CENT).map(told)).toEqual(['6 on all', '3 on all']);
  expect(reduceTogether({ reward: price, most: new Decimal('1.00') }, lines, CENT).map(told)).toEqual([
    '0.67 on all',
    '0.33 on all',
  ]);
});

describe('tiers', () => {
  const TIERS: PromotionTier[] = [
    { from: '10.00', amount: '1.00' },
    { from: '50.00', percent: '20' },
    { from: '9.00', percent: '5' },
  ];

  function byTotal(...states: LineState[]): string[] {
    const most = new Decimal('0.90');
    return reduceByTier({ kind: 'tiers', by: 'total', tiers: TIERS, most }, states.map(line), CENT).map(told);
  }

  test('below the lowest do nothing to any line', () => {
    expect(byTotal(stateOf(sold('tea', '1', '4.00')), stateOf(sold('mate', '1', '4.99')))).toEqual(['none', 'none']);
  });

  test('stand in any order: the highest that is reached counts', () => {
    expect(byTotal(stateOf(sold('tea', '1', '9.99')))).toEqual(['0.5 on all']);
    expect(byTotal(stateOf(sold('tea', '1', '50.00')))).toEqual(['10 on all']);
  });

  test('are reached by what earlier promotions left', () => {
    expect(byTotal(reduced(stateOf(sold('tea', '1', '10.00')), '0.50'))).toEqual(['0.48 on all']);
  });

  test('of a percentage round line by line, those of an amount once for all, within the greatest amount', () => {
    const [tea, mate] = [stateOf(sold('tea', '1', '4.50')), stateOf(sold('mate', '1', '4.50'))];
    // 5 % of 4.50 is 0.225, which goes up on either line.
    expect(byTotal(tea, mate)).toEqual(['0.23 on all', '0.23 on all']);
    const [wine, ham] = [stateOf(sold('wine', '1', '5.50')), stateOf(sold('ham', '1kg', '5.50'))];
    expect(byTotal(wine, ham)).toEqual(['0.45 on all', '0.45 on all']);
  });
});
