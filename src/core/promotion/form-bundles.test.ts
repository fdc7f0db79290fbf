import { describe, expect, test } from 'vitest';
import { Decimal } from '#core/money/money.ts';
import { cutOf, EVERYTHING, sold, stateOf } from '#testkit/promotion-builders.ts';
import { rewardBundles } from './form-bundles.ts';
import { type LineState, nextState } from './line-state.ts';
import type { PromotionAction } from './promotion.ts';
import type { TakeOff } from './take-off.ts';

const CENT = new Decimal('0.01');

/** So many of each part for one price; which lines fit which parts is said with the lines. */
function bundle(price: string, ...quantities: number[]): Extract<PromotionAction, { kind: 'bundle' }> {
  return { kind: 'bundle', price, parts: quantities.map((quantity) => ({ goods: EVERYTHING, quantity })) };
}

function line(state: LineState, ...goods: boolean[]) {
  return { state, goods };
}

/** "1.62 off 1": the amount, and the pieces that are in a bundle now. */
function told(takeOffs: readonly (TakeOff | null)[]): string[] {
  return takeOffs.map((each) => (each === null ? 'none' : `${each.amount.toFixed()} off ${String(each.intoSets)}`));
}

function bundled(action: ReturnType<typeof bundle>, ...lines: ReturnType<typeof line>[]): string[] {
  return told(rewardBundles(action, lines, CENT));
}

describe('a bundle', () => {
  test('takes its pieces out of the other sets, and no more of them than it needs', () => {
    // Two of 3.00 + 2 × 1.50 for 5.00 each save 2.00, half on the bread and half on the milk.
    expect(
      bundled(
        bundle('5.00', 1, 2),
        line(stateOf(sold('bread', '3', '3.00')), true, false),
        line(stateOf(sold('milk', '5', '1.50')), false, true),
      ),
    ).toEqual(['1 off 2', '1 off 4']);
  });

  test('is formed of the dearest pieces, as often as the last one still saves something', () => {
    // 7.00 and 6.00 for 5.00 each save 3.00: 1.615 and 1.385. The third would cost 1.00 more than it does.
    const cakes = ['4.00', '7.00', '6.00'].map((price) => line(stateOf(sold('cake', '1', price)), true));
    expect(bundled(bundle('5.00', 1), ...cakes)).toEqual(['none', '1.62 off 1', '1.38 off 1']);
  });

  test('that costs just what its pieces do is none, so that they stay free', () => {
    expect(bundled(bundle('5.00', 1, 1), line(stateOf(sold('tea', '2', '2.50')), true, true))).toEqual(['none']);
  });

  test('goes by what pieces are worth now, and leaves out those in another set', () => {
    const four = stateOf(sold('tea', '4', '3.00'));
    const fourth = line(nextState(four, cutOf(four, '3.00'), 3), true);
    // A set of three has taken 3.00 off its own pieces; the fourth is still worth 3.00.
    expect(bundled(bundle('2.00', 1), fourth)).toEqual(['1 off 1']);
    expect(bundled(bundle('2.00', 2), fourth)).toEqual(['none']);
  });

  test('is never made of weighed goods', () => {
    expect(bundled(bundle('1.00', 1), line(stateOf(sold('ham', '2kg', '9.00')), true))).toEqual(['none']);
  });

  test('says for each line its exact part, and how many pieces it was for', () => {
    const lines = [
      line(stateOf(sold('bread', '1', '2.00')), true, false),
      line(stateOf(sold('milk', '1', '1.00')), false, true),
    ];
    const parts = rewardBundles(bundle('2.00', 1, 1), lines, CENT);
    expect(parts.map((each) => [each?.exact.toFixed(4), each?.amount.toFixed(), each?.units])).toEqual([
      ['0.6667', '0.67', 1],
      ['0.3333', '0.33', 1],
    ]);
  });
});
