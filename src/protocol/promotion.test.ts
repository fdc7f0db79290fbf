import { describe, expect, test } from 'vitest';
import type { Promotion, PromotionAction } from '#core/promotion/promotion.ts';
import { MAX_PROMOTIONS, promotion } from './promotion.ts';

const nothing = { variant_ids: [], category_ids: [], tags: [] };
const bread = { ...nothing, tags: ['bread'] };

function promotionOf(change: Partial<Promotion> = {}): Promotion {
  return {
    promotion_id: 'p-1',
    name: { es: '3×2', en: '3 for 2' },
    priority: 0,
    exclusive: false,
    stackable: true,
    when: { from: null, until: null, weekdays: [], hours: null },
    customer_tiers: [],
    conditions: [],
    goods: bread,
    action: { kind: 'each_line', amount: '0.50' },
    max_amount: null,
    ...change,
  };
}

const actions: PromotionAction[] = [
  { kind: 'each_unit', reward: { kind: 'percent_off', percent: '12.5' }, max_units: null },
  { kind: 'each_unit', reward: { kind: 'amount_off', amount: '0.25' }, max_units: 2 },
  { kind: 'each_unit', reward: { kind: 'price', price: '0.00' }, max_units: 9999 },
  { kind: 'each_line', amount: '1.00' },
  { kind: 'together', reward: { kind: 'amount_off', amount: '5.00' } },
  {
    kind: 'tiers',
    by: 'total',
    tiers: [
      { from: '9.00', percent: '5' },
      { from: '10.00', amount: '2.00' },
    ],
  },
  {
    kind: 'tiers',
    by: 'quantity',
    tiers: [
      { from: '0.5', percent: '5' },
      { from: '6', percent: '10' },
    ],
  },
  { kind: 'buy_get', bought: bread, buy: 2, get: 1, reward: { kind: 'percent_off', percent: '100' }, max_sets: 3 },
  { kind: 'buy_get', bought: nothing, buy: 1, get: 1, reward: { kind: 'price', price: '1.00' }, max_sets: null },
  { kind: 'every', group: 3, reward: { kind: 'price', price: '1.00' } },
  {
    kind: 'bundle',
    parts: [
      { goods: bread, quantity: 1 },
      { goods: { ...nothing, variant_ids: ['milk'] }, quantity: 2 },
    ],
    price: '4.99',
  },
];

/** The JSON of a promotion with one part put in another's place; what it says need not be a promotion any more. */
function odd(change: object): unknown {
  return { ...promotionOf(), ...change };
}

function oddAction(change: object): unknown {
  return odd({ action: change });
}

describe('a promotion', () => {
  test.each(actions)('is taken as it is: $kind', (action) => {
    const given = promotionOf({ action });
    expect(promotion.parse(JSON.parse(JSON.stringify(given)))).toEqual(given);
  });

  test('is taken with limits of every kind', () => {
    const given = promotionOf({
      when: {
        from: '2026-12-01',
        until: '2026-12-01',
        weekdays: [1, 7],
        hours: { from: '22:00', to: '00:30' },
      },
      customer_tiers: ['gold'],
      conditions: [
        { kind: 'quantity', goods: bread, at_least: '1.500' },
        { kind: 'line_quantity', goods: bread, at_least: '2' },
        { kind: 'total', goods: nothing, at_least: '50.00' },
      ],
      max_amount: '20.00',
      priority: -5,
    });
    expect(promotion.parse(given)).toEqual(given);
  });

  test('may be one of some hundreds, not of thousands', () => {
    expect(MAX_PROMOTIONS).toBeGreaterThanOrEqual(200);
    expect(MAX_PROMOTIONS).toBeLessThan(1000);
  });
});

describe('a promotion is refused', () => {
  const when = promotionOf().when;
  test.each<[string, object]>([
    ['with a field that is not known', { more: 1 }],
    ['without a name', { name: { es: '', en: '3 for 2' } }],
    ['with a name no receipt has room for', { name: { es: '3×2', en: 'x'.repeat(61) } }],
    ['with a priority that is no whole number', { priority: 1.5 }],
    ['with a day that never was', { when: { ...when, from: '2026-02-30' } }],
    ['when it is over before it begins', { when: { ...when, from: '2026-03-02', until: '2026-03-01' } }],
    ['on an eighth day of the week', { when: { ...when, weekdays: [8] } }],
    ['on a day of the week before Monday', { when: { ...when, weekdays: [0] } }],
    ['at an hour no clock shows', { when: { ...when, hours: { from: '18:00', to: '24:00' } } }],
    ['at an hour without its nought', { when: { ...when, hours: { from: '8:00', to: '10:00' } } }],
    ['from an hour to the same hour', { when: { ...when, hours: { from: '18:00', to: '18:00' } } }],
    ['for a tier without a name', { customer_tiers: [''] }],
    ['with a limit below zero', { max_amount: '-1.00' }],
    ['with an amount that is a number', { max_amount: 5 }],
    ['with goods chosen in a way not known', { goods: { ...nothing, brands: ['Río'] } }],
    ['with a condition on nought units', { conditions: [{ kind: 'quantity', goods: nothing, at_least: '0' }] }],
    ['with a condition on less than nothing', { conditions: [{ kind: 'total', goods: nothing, at_least: '-1.00' }] }],
    ['with a condition not known', { conditions: [{ kind: 'weather', goods: nothing, at_least: '1' }] }],
    ['with too many goods to travel with every sale', { goods: { ...nothing, tags: Array(301).fill('x') } }],
  ])('%s', (_, change) => {
    expect(promotion.safeParse(odd(change)).success).toBe(false);
  });

  test.each<[string, object]>([
    [
      'more than everything',
      { kind: 'each_unit', reward: { kind: 'percent_off', percent: '100.01' }, max_units: null },
    ],
    ['less than nothing', { kind: 'each_unit', reward: { kind: 'percent_off', percent: '-5' }, max_units: null }],
    ['a price below zero', { kind: 'together', reward: { kind: 'price', price: '-1.00' } }],
    ['a reward without its figure', { kind: 'together', reward: { kind: 'price', percent: '5' } }],
    ['from nought units', { kind: 'each_unit', reward: { kind: 'price', price: '1.00' }, max_units: 0 }],
    ['half a unit', { kind: 'every', group: 2.5, reward: { kind: 'price', price: '1.00' } }],
    ['ten thousand units', { kind: 'every', group: 10_000, reward: { kind: 'price', price: '1.00' } }],
    ['by no tier', { kind: 'tiers', by: 'total', tiers: [] }],
    ['by tiers of something else', { kind: 'tiers', by: 'weather', tiers: [{ from: '1', percent: '5' }] }],
    [
      'by a tier with two figures',
      { kind: 'tiers', by: 'total', tiers: [{ from: '1', percent: '5', amount: '1.00' }] },
    ],
    [
      'by a tier from a ten-thousandth unit',
      { kind: 'tiers', by: 'quantity', tiers: [{ from: '0.0001', percent: '5' }] },
    ],
    ['for a bundle of nothing', { kind: 'bundle', parts: [], price: '1.00' }],
    ['in a way not known', { kind: 'lottery' }],
  ])('that takes off %s', (_, action) => {
    expect(promotion.safeParse(oddAction(action)).success).toBe(false);
  });

  test('whose tiers do not rise, compared as figures and not as words', () => {
    const tiers = (...from: string[]) =>
      oddAction({ kind: 'tiers', by: 'total', tiers: from.map((each) => ({ from: each, percent: '5' })) });
    expect(promotion.safeParse(tiers('9.00', '10.00', '10.0001')).success).toBe(true);
    expect(promotion.safeParse(tiers('10.00', '9.00')).success).toBe(false);
    expect(promotion.safeParse(tiers('10.00', '10')).success).toBe(false);
  });
});
