import { describe, expect, test } from 'vitest';
import { EVERYTHING, sold, stateOf } from '#testkit/promotion-builders.ts';
import { conditionsHold } from './conditions-hold.ts';
import { unitsOf } from './count-units.ts';
import type { PromotionCondition } from './promotion.ts';

/** Asks for so much of the lines of the sale; which of them are meant was found out before. */
function asked(kind: PromotionCondition['kind'], atLeast: string): PromotionCondition {
  return { kind, goods: EVERYTHING, at_least: atLeast };
}

function meant(line: ReturnType<typeof sold>, ...conditions: boolean[]) {
  return { state: stateOf(line), conditions };
}

describe('what a sale must hold', () => {
  const lines = [
    meant(sold('tea', '2', '10.00'), true),
    meant(sold('mate', '3', '1.00'), true),
    meant(sold('ham', '4.5kg', '2.00'), true),
    meant(sold('wine', '9', '50.00'), false),
  ];

  // 2 + 3 pieces and one piece of ham; 20.00 + 3.00 + 9.00 of money. The wine is not among the goods.
  test.each([
    ['quantity', '6', true],
    ['quantity', '7', false],
    ['line_quantity', '3', true],
    ['line_quantity', '4', false],
    ['total', '32.00', true],
    ['total', '32.01', false],
  ] as const)('%s of %s: %s', (kind, atLeast, holds) => {
    expect(conditionsHold([asked(kind, atLeast)], lines)).toBe(holds);
  });

  test('is nothing when nothing is asked, and none of the goods is nought of them', () => {
    expect(conditionsHold([], [])).toBe(true);
    for (const kind of ['quantity', 'line_quantity', 'total'] as const) {
      expect([conditionsHold([asked(kind, '0')], []), conditionsHold([asked(kind, '1')], [])]).toEqual([true, false]);
    }
  });

  test('is asked condition by condition, each of its own goods', () => {
    const both = [asked('quantity', '2'), asked('quantity', '3')];
    const tea = meant(sold('tea', '2', '10.00'), true, false);
    expect(conditionsHold(both, [tea, meant(sold('mate', '3', '1.00'), false, true)])).toBe(true);
    expect(conditionsHold(both, [tea, meant(sold('mate', '2', '1.00'), false, true)])).toBe(false);
    expect(conditionsHold(both, [meant(sold('tea', '5', '10.00'), true, false)])).toBe(false);
  });
});

test('goods by the piece count by their quantity, weighed goods as one', () => {
  const lines = [sold('tea', '3', '1.00'), sold('ham', '0.250kg', '8.00'), sold('ham', '3kg', '8.00')];
  expect(lines.map((line) => unitsOf(stateOf(line)).toFixed())).toEqual(['3', '1', '1']);
});
