import type { Goods, Promotion, PromotionTimes } from '#core/promotion/promotion.ts';

const EVERYTHING: Goods = { variant_ids: [], category_ids: [], tags: [] };
const ALWAYS: PromotionTimes = { from: null, until: null, weekdays: [], hours: null };

function tagged(...tags: string[]): Goods {
  return { ...EVERYTHING, tags };
}

function sku(...skus: string[]): Goods {
  return { ...EVERYTHING, variant_ids: skus.map((each) => `demo-${each.toLowerCase()}`) };
}

/** What most promotions of the shop have in common: for everybody, at any time, as often as one likes. */
const common = {
  exclusive: false,
  stackable: true,
  when: ALWAYS,
  customer_tiers: [],
  conditions: [],
  max_amount: null,
};

/** On single goods. Names are short enough for the corner of a tile. */
const onGoods: Promotion[] = [
  {
    ...common,
    promotion_id: 'demo-cola-3x2',
    name: { es: '3×2', en: '3 for 2' },
    priority: 50,
    goods: sku('BE-010'),
    action: {
      kind: 'buy_get',
      bought: sku('BE-010'),
      buy: 2,
      get: 1,
      reward: { kind: 'percent_off', percent: '100' },
      max_sets: null,
    },
  },
  {
    ...common,
    promotion_id: 'demo-yogurt',
    name: { es: '−20 %', en: '−20 %' },
    priority: 50,
    goods: sku('LY-010'),
    action: { kind: 'each_unit', reward: { kind: 'percent_off', percent: '20' }, max_units: null },
  },
  {
    ...common,
    promotion_id: 'demo-chocolate',
    name: { es: '2.º −50 %', en: '2nd −50 %' },
    priority: 50,
    goods: tagged('chocolate'),
    action: {
      kind: 'buy_get',
      bought: tagged('chocolate'),
      buy: 1,
      get: 1,
      reward: { kind: 'percent_off', percent: '50' },
      max_sets: null,
    },
  },
  {
    ...common,
    promotion_id: 'demo-water',
    name: { es: '6+ −10 %', en: '6+ −10 %' },
    priority: 50,
    goods: tagged('agua'),
    action: {
      kind: 'tiers',
      by: 'quantity',
      tiers: [
        { from: '6', percent: '10' },
        { from: '24', percent: '15' },
      ],
    },
  },
];

/** At certain times, for certain customers, for goods together or for the whole basket. */
const onOccasions: Promotion[] = [
  {
    ...common,
    promotion_id: 'demo-evening-bread',
    name: { es: '18–20 h −30 %', en: '6–8 pm −30 %' },
    priority: 50,
    when: { ...ALWAYS, hours: { from: '18:00', to: '20:00' } },
    goods: tagged('pan-del-día'),
    action: { kind: 'each_unit', reward: { kind: 'percent_off', percent: '30' }, max_units: null },
  },
  {
    ...common,
    promotion_id: 'demo-weekend-ice-cream',
    name: { es: 'Finde 3.50', en: 'Weekend 3.50' },
    priority: 50,
    when: { ...ALWAYS, weekdays: [6, 7] },
    goods: tagged('helado'),
    action: { kind: 'each_unit', reward: { kind: 'price', price: '3.50' }, max_units: 4 },
  },
  {
    ...common,
    promotion_id: 'demo-breakfast',
    name: { es: 'Desayuno 5.50', en: 'Breakfast 5.50' },
    priority: 60,
    goods: EVERYTHING,
    action: {
      kind: 'bundle',
      parts: [
        { goods: sku('CF-010', 'CF-030'), quantity: 1 },
        { goods: sku('PA-010', 'PA-020'), quantity: 1 },
        { goods: sku('LA-010', 'LA-020', 'LA-030'), quantity: 1 },
      ],
      price: '5.50',
    },
  },
  {
    ...common,
    promotion_id: 'demo-gold-household',
    name: { es: 'Oro −5 %', en: 'Gold −5 %' },
    priority: 20,
    stackable: false,
    customer_tiers: ['gold'],
    goods: { ...EVERYTHING, category_ids: ['household'] },
    action: { kind: 'each_unit', reward: { kind: 'percent_off', percent: '5' }, max_units: null },
    max_amount: '10.00',
  },
  {
    ...common,
    promotion_id: 'demo-large-basket',
    name: { es: '$5 desde $50', en: '$5 off $50' },
    priority: 10,
    conditions: [{ kind: 'total', goods: EVERYTHING, at_least: '50.00' }],
    goods: EVERYTHING,
    action: { kind: 'together', reward: { kind: 'amount_off', amount: '5.00' } },
  },
];

/** What the demo shop takes off by itself, one of most kinds there are. */
export const demoPromotions: Promotion[] = [...onGoods, ...onOccasions];
