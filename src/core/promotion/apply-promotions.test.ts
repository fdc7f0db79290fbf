import { describe, expect, test } from 'vitest';
import type { SaleLine } from '#core/sale/sale.ts';
import {
  amountOffTogether,
  bundleOf,
  EVERYTHING,
  openedBook,
  percentOff,
  promotable,
  promotionOf,
  sold,
  soldAs,
  threeForTwo,
  variants,
} from '#testkit/promotion-builders.ts';
import { applyPromotions } from './apply-promotions.ts';
import type { Promotion, PromotionAction, PromotionCondition } from './promotion.ts';

/** What is taken off each line, promotion by promotion: "0.50 + 0.10". */
function taken(lines: readonly SaleLine[], promotions: readonly Promotion[], unit = '0.01'): string[] {
  const run = applyPromotions(
    lines.map((line) => promotable(line, unit)),
    openedBook(promotions, { unit }),
    null,
  );
  return run.cuts.map((cuts) => cuts.map((cut) => cut.amount.toFixed()).join(' + ') || 'none');
}

function doing(action: PromotionAction, change: Partial<Promotion> = {}): Promotion {
  return promotionOf({ action, ...change });
}

const half = { kind: 'percent_off', percent: '50' } as const;
const free = { kind: 'percent_off', percent: '100' } as const;

describe('a reward on every unit', () => {
  test('a percentage is of the line, multiplied first and rounded once', () => {
    // 7 × 0.07 = 0.49, a tenth of it 0.049; rounded by the piece it would be 0.07.
    expect(taken([sold('tea', '7', '0.07'), sold('ham', '0.335kg', '9.90')], [percentOff('10')])).toEqual([
      '0.05',
      '0.33',
    ]);
  });

  test('a tie goes up', () => {
    expect(taken([sold('tea', '1', '0.05')], [percentOff('10')])).toEqual(['0.01']);
  });

  test('an amount is of one unit, and of a kilogram in part', () => {
    const promotion = doing({ kind: 'each_unit', reward: { kind: 'amount_off', amount: '0.50' }, max_units: null });
    expect(
      taken([sold('tea', '3', '2.00'), sold('ham', '0.780kg', '9.90'), sold('gum', '4', '0.20')], [promotion]),
    ).toEqual(['1.5', '0.39', '0.8']);
  });

  test('a price is what every unit costs then, and never more than before', () => {
    const promotion = doing({ kind: 'each_unit', reward: { kind: 'price', price: '1.50' }, max_units: null });
    expect(taken([sold('tea', '3', '2.00'), sold('gum', '4', '0.20')], [promotion])).toEqual(['1.5', 'none']);
  });

  test('on two units of each line at most, by the piece only', () => {
    const promotion = doing({ kind: 'each_unit', reward: half, max_units: 2 });
    expect(
      taken([sold('tea', '5', '3.00'), sold('gum', '1', '0.20'), sold('ham', '3kg', '1.00')], [promotion]),
    ).toEqual(['3', '0.1', 'none']);
  });

  test('says how it came about', () => {
    const promotion = doing({ kind: 'each_unit', reward: half, max_units: 2 });
    const run = applyPromotions(
      [promotable(sold('tea', '3', '0.99'))],
      openedBook([percentOff('10'), promotion]),
      null,
    );
    const [first, second] = run.cuts[0] ?? [];
    expect([first?.from.toFixed(), first?.exact.toFixed(), first?.units]).toEqual(['2.97', '0.297', null]);
    expect([second?.from.toFixed(), second?.exact.toFixed(), second?.units]).toEqual(['2.67', '0.89', '2']);
    expect(second?.promotion).toBe(promotion);
  });
});

describe('an amount off each line', () => {
  test('falls once a line, however many units, and never more than it is worth', () => {
    const promotion = doing({ kind: 'each_line', amount: '1.00' });
    expect(
      taken([sold('tea', '5', '3.00'), sold('gum', '1', '0.20'), sold('ham', '0.5kg', '9.00')], [promotion]),
    ).toEqual(['1', '0.2', '1']);
  });
});

describe('off the goods together', () => {
  const lines = [sold('tea', '1', '10.00'), sold('mate', '1', '10.00'), sold('milk', '1', '10.00')];

  test('an amount is spread to the cent', () => {
    expect(taken(lines, [amountOffTogether('1.00')])).toEqual(['0.34', '0.33', '0.33']);
  });

  test('an amount above the total takes the total', () => {
    expect(taken(lines, [amountOffTogether('99.00')])).toEqual(['10', '10', '10']);
  });

  test('a percentage is of the total, rounded once', () => {
    const odd = [sold('tea', '1', '0.33'), sold('mate', '1', '0.33'), sold('milk', '1', '0.33')];
    const promotion = doing({ kind: 'together', reward: { kind: 'percent_off', percent: '5' } });
    // 0.99 × 5 % = 0.0495; line by line it would be 0.06.
    expect(taken(odd, [promotion])).toEqual(['0.02', '0.02', '0.01']);
  });

  test('a price is what all of them cost then', () => {
    const promotion = doing({ kind: 'together', reward: { kind: 'price', price: '21.00' } });
    expect(taken(lines, [promotion])).toEqual(['3', '3', '3']);
    expect(taken([sold('gum', '1', '0.20')], [promotion])).toEqual(['none']);
  });

  test('only the goods meant count and pay less', () => {
    expect(taken(lines, [amountOffTogether('3.00', { goods: variants('tea', 'milk') })])).toEqual([
      '1.5',
      'none',
      '1.5',
    ]);
  });

  test('where cash has no cents, in steps of five', () => {
    expect(taken(lines, [amountOffTogether('1.00')], '0.05')).toEqual(['0.35', '0.35', '0.3']);
  });
});

describe('tiers', () => {
  const byTotal = doing({
    kind: 'tiers',
    by: 'total',
    tiers: [
      { from: '20.00', percent: '10' },
      { from: '50.00', percent: '25' },
    ],
  });

  test.each([
    ['19.99', 'none'],
    ['20.00', '2'],
    ['49.99', '5'],
    ['50.00', '12.5'],
  ])('goods for %s get %s off', (price, off) => {
    expect(taken([sold('tea', '1', price)], [byTotal])).toEqual([off]);
  });

  test('by quantity, where weighed goods count as one', () => {
    const promotion = doing({
      kind: 'tiers',
      by: 'quantity',
      tiers: [
        { from: '6', amount: '3.00' },
        { from: '3', amount: '1.00' },
      ],
    });
    expect(taken([sold('tea', '2', '6.00'), sold('ham', '0.5kg', '12.00')], [promotion])).toEqual(['0.67', '0.33']);
    expect(taken([sold('tea', '5', '6.00'), sold('ham', '0.5kg', '10.00')], [promotion])).toEqual(['2.57', '0.43']);
  });
});

describe('buy and get', () => {
  test('of each three the cheapest is free', () => {
    expect(
      taken([sold('tea', '4', '3.00'), sold('mate', '3', '2.00')], [threeForTwo(variants('tea', 'mate'))]),
    ).toEqual(['none', '4']);
  });

  test('of equally dear pieces the later ones are free', () => {
    expect(
      taken([sold('tea', '2', '3.00'), sold('mate', '1', '3.00')], [threeForTwo(variants('tea', 'mate'))]),
    ).toEqual(['none', '3']);
  });

  test('one piece short of a set is no set', () => {
    expect(taken([sold('tea', '2', '3.00')], [threeForTwo(variants('tea'))])).toEqual(['none']);
  });

  test('a kilogram is no piece', () => {
    expect(taken([sold('ham', '3kg', '3.00')], [threeForTwo(EVERYTHING)])).toEqual(['none']);
  });

  test('a cup goes half price with every two teas, as often as at most said', () => {
    const withTea = (max_sets: number | null) =>
      doing(
        { kind: 'buy_get', bought: variants('tea'), buy: 2, get: 1, reward: half, max_sets },
        { goods: variants('cup') },
      );
    const lines = [sold('tea', '7', '3.00'), sold('cup', '5', '4.00')];
    expect(taken(lines, [withTea(null)])).toEqual(['none', '6']);
    expect(taken(lines, [withTea(1)])).toEqual(['none', '2']);
  });

  test('what must be bought is not given away: the dear goods are rewarded when there are no others', () => {
    // Mate is cheaper, but it is the only thing that can be the bought piece.
    const promotion = doing(
      { kind: 'buy_get', bought: variants('mate'), buy: 1, get: 1, reward: free, max_sets: null },
      { goods: variants('tea', 'mate') },
    );
    expect(taken([sold('tea', '1', '3.00'), sold('mate', '1', '2.00')], [promotion])).toEqual(['3', 'none']);
  });

  test('thirds of a price are rounded once a line', () => {
    const promotion = doing(
      { kind: 'buy_get', bought: EVERYTHING, buy: 1, get: 2, reward: free, max_sets: null },
      { priority: -1 },
    );
    // 3 for 10.00, as an earlier promotion left it: two of them are 6.67.
    const price = doing({ kind: 'together', reward: { kind: 'price', price: '10.00' } });
    expect(taken([sold('tea', '3', '4.00')], [price, promotion])).toEqual(['2 + 6.67']);
  });

  test('pieces in a set are in no other, and what is left costs what it did', () => {
    const sets = (buy: number, get: number) =>
      doing({ kind: 'buy_get', bought: EVERYTHING, buy, get, reward: free, max_sets: null });
    // 8 pieces of the first promotion's one set, 3 of the second's.
    expect(taken([sold('tea', '12', '1.00')], [sets(2, 6), sets(1, 2)])).toEqual(['6 + 2']);
  });

  test('millions of pieces are counted, not gone through', () => {
    const lines = Array.from({ length: 1_200 }, (_, place) => sold(`v-${String(place)}`, '9999999', '1.00'));
    const off = taken(lines, [threeForTwo(EVERYTHING)]);
    expect(off.filter((each) => each !== 'none')).toHaveLength(400);
  });
});

describe('every so many', () => {
  test('complete groups, the first pieces first', () => {
    const promotion = doing({ kind: 'every', group: 3, reward: { kind: 'amount_off', amount: '0.50' } });
    expect(taken([sold('tea', '2', '3.00'), sold('mate', '3', '2.00')], [promotion])).toEqual(['1', '0.5']);
    expect(taken([sold('tea', '2', '3.00')], [promotion])).toEqual(['none']);
  });
});

describe('a bundle', () => {
  test('costs its price, and the saving is spread by worth', () => {
    expect(taken([sold('bread', '1', '3.00'), sold('milk', '1', '2.00')], [bundleOf('4.00', 'bread', 'milk')])).toEqual(
      ['0.6', '0.4'],
    );
  });

  test('is formed as often as it is whole, from the dearest pieces that fit', () => {
    const promotion = doing({
      kind: 'bundle',
      price: '5.00',
      parts: [
        { goods: variants('bread'), quantity: 1 },
        { goods: variants('tea', 'mate'), quantity: 2 },
      ],
    });
    // Two bundles: 2 × 3.00 + 3 × 2.50 + 1 × 2.00 = 15.50 for 10.00.
    const lines = [sold('mate', '3', '2.00'), sold('bread', '2', '3.00'), sold('tea', '3', '2.50')];
    expect(taken(lines, [promotion])).toEqual(['0.71', '2.13', '2.66']);
  });

  test('a piece that fits two parts serves the one that nothing else can', () => {
    const promotion = doing({
      kind: 'bundle',
      price: '1.00',
      parts: [
        { goods: variants('tea', 'mate'), quantity: 1 },
        { goods: variants('tea'), quantity: 1 },
      ],
    });
    expect(taken([sold('tea', '1', '3.00'), sold('mate', '1', '2.00')], [promotion])).toEqual(['2.4', '1.6']);
  });

  test('that would cost more than its parts is not formed', () => {
    expect(taken([sold('bread', '1', '1.00'), sold('milk', '1', '2.00')], [bundleOf('4.00', 'bread', 'milk')])).toEqual(
      ['none', 'none'],
    );
    // The first saves 2.00; a second one of the cheap cups would cost 1.00 more than they do.
    const menu = doing({ kind: 'bundle', price: '5.00', parts: [{ goods: variants('cake', 'cup'), quantity: 1 }] });
    expect(taken([sold('cake', '1', '7.00'), sold('cup', '1', '4.00')], [menu])).toEqual(['2', 'none']);
  });
});

describe('one after the other', () => {
  const tea = sold('tea', '1', '100.00');
  const tenth = percentOff('10');
  const twenty = amountOffTogether('20.00');

  test('the higher priority goes first, of equals the first in the catalogue, each on what is left', () => {
    expect(taken([tea], [tenth, twenty])).toEqual(['10 + 20']);
    expect(taken([tea], [tenth, { ...twenty, priority: 1 }])).toEqual(['20 + 8']);
  });

  test('an exclusive one that takes something off is the only one', () => {
    expect(taken([tea], [tenth, { ...twenty, exclusive: true, priority: -5 }])).toEqual(['20']);
    expect(
      taken(
        [tea],
        [
          { ...tenth, exclusive: true, priority: 1 },
          { ...twenty, exclusive: true },
        ],
      ),
    ).toEqual(['10']);
  });

  test('an exclusive one that takes nothing off stands in nobody’s way', () => {
    const onMilk = percentOff('50', { exclusive: true, goods: variants('milk') });
    expect(taken([tea], [onMilk, tenth])).toEqual(['10']);
    const dear: PromotionCondition = { kind: 'total', goods: EVERYTHING, at_least: '100.01' };
    expect(taken([tea], [percentOff('50', { exclusive: true, conditions: [dear] }), tenth])).toEqual(['10']);
  });

  test('one that does not stack leaves out what is reduced, and closes what it reduces', () => {
    const milk = sold('milk', '1', '50.00');
    const onTea = percentOff('10', { goods: variants('tea') });
    const alone = { ...twenty, stackable: false };
    expect(taken([tea, milk], [onTea, alone, percentOff('50')])).toEqual(['10 + 45', '20']);
  });

  test('one that takes nothing off closes nothing and uses up no pieces', () => {
    const nothing = { ...threeForTwo(EVERYTHING), stackable: false, max_amount: '0.00' };
    expect(taken([sold('tea', '3', '3.00')], [nothing, threeForTwo(EVERYTHING)])).toEqual(['3']);
  });
});

describe('conditions', () => {
  const off = (condition: PromotionCondition) => percentOff('10', { goods: variants('tea'), conditions: [condition] });

  test('so much money, as earlier promotions left it', () => {
    const rich: PromotionCondition = { kind: 'total', goods: variants('mate'), at_least: '10.00' };
    const lines = [sold('tea', '1', '10.00'), sold('mate', '1', '10.00')];
    expect(taken(lines, [off(rich)])).toEqual(['1', 'none']);
    expect(taken(lines, [percentOff('1', { goods: variants('mate') }), off(rich)])).toEqual(['none', '0.1']);
  });

  test('all of them must hold', () => {
    const tea: PromotionCondition = { kind: 'quantity', goods: variants('tea'), at_least: '1' };
    const milk: PromotionCondition = { kind: 'quantity', goods: variants('milk'), at_least: '1' };
    expect(taken([sold('tea', '1', '10.00')], [percentOff('10', { conditions: [tea, milk] })])).toEqual(['none']);
  });
});

describe('limits', () => {
  test('no line goes below its minimum price, and what it cannot give the others do', () => {
    const tea = soldAs(sold('tea', '2', '5.00'), { minimumPrice: '4.50' });
    expect(taken([tea], [percentOff('30')])).toEqual(['1']);
    expect(taken([tea, sold('mate', '1', '10.00')], [amountOffTogether('6.00')])).toEqual(['1', '5']);
  });

  test('the most of a sale is kept, and shared as it was', () => {
    const promotion = percentOff('50', { max_amount: '3.00' });
    expect(taken([sold('tea', '1', '10.00'), sold('mate', '1', '5.00')], [promotion])).toEqual(['2', '1']);
  });

  test('the most of goods together is shared by their worth, not by shares that were rounded before', () => {
    const promotion = amountOffTogether('7.20', { max_amount: '3.41' });
    expect(taken([sold('tea', '1', '38.71'), sold('mate', '3', '43.19')], [promotion])).toEqual(['0.78', '2.63']);
  });

  test('goods that come back and goods that cost nothing take no part', () => {
    const back = { ...sold('tea', '1', '10.00'), quantity: '-1' };
    expect(taken([back, sold('bag', '1', '0.00'), sold('mate', '1', '10.00')], [amountOffTogether('1.00')])).toEqual([
      'none',
      'none',
      '1',
    ]);
  });
});

describe('a promotion that says nothing', () => {
  test.each<PromotionAction>([
    { kind: 'bundle', parts: [], price: '0.00' },
    { kind: 'tiers', by: 'quantity', tiers: [] },
    { kind: 'each_unit', reward: free, max_units: 0 },
    { kind: 'each_line', amount: '0.00' },
    { kind: 'together', reward: { kind: 'percent_off', percent: '0' } },
  ])('takes nothing off: $kind', (action) => {
    expect(taken([sold('tea', '3', '3.00')], [doing(action), percentOff('10')])).toEqual(['0.9']);
  });
});

describe('what is worth a third of something', () => {
  test('is rounded as the third that it is, also after a set has taken its part', () => {
    // 10 yen for three: one is taken, two are worth 20/3; 15 % of one of those is exactly half a yen.
    const set: PromotionAction = {
      kind: 'buy_get',
      bought: variants('cup'),
      buy: 1,
      get: 1,
      reward: free,
      max_sets: 1,
    };
    const tithe: PromotionAction = { ...set, reward: { kind: 'percent_off', percent: '15' } };
    const goods = variants('tea');
    const lines = [sold('tea', '3', '4'), sold('cup', '2', '4')];
    const price = doing({ kind: 'together', reward: { kind: 'price', price: '10' } }, { goods });
    expect(taken(lines, [price, doing(set, { goods }), doing(tithe, { goods })], '1')[0]).toBe('2 + 3 + 1');
  });
});
