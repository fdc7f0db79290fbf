import { describe, expect, test } from 'vitest';
import { answerCase } from './answer-case.ts';
import { judge, type Verdict } from './judge.ts';
import { readTestCase } from './test-case.ts';

/** The figures of these cases were worked out by hand. */
function run(fields: Record<string, unknown>): Verdict {
  const testCase = readTestCase({ id: 'one', policy_dependent: false, ...fields });
  if (typeof testCase === 'string') {
    throw new Error(testCase);
  }
  return judge(testCase, answerCase(testCase));
}

const PASSED: Verdict = { kind: 'passed' };
const usd = { currency: 'USD', minor_unit: '0.01', rounding_mode: 'half_up' };
const tax = (change: Record<string, unknown> = {}): Record<string, unknown> => ({
  id: 'v',
  type: 'percent',
  rate: '10',
  included: false,
  compounds: false,
  base_affected: true,
  ...change,
});
const cart = (...lines: Record<string, unknown>[]): Record<string, unknown> => ({
  currency: 'USD',
  cart: lines.map((line, place) => ({ id: `l${String(place)}`, quantity: '1', unit_price: '10.00', ...line })),
});

describe('tax', () => {
  const lines = (taxes: string[], quantity = '1', unit_price = '10.00') => [{ quantity, unit_price, taxes }];

  test('comes on top, is held in the price, is so much a unit, is inside the total, compounds or ignores', () => {
    const taxes = [
      tax({ id: 'deposit', type: 'fixed_per_unit', rate: '1', compounds: true }),
      tax(),
      tax({ id: 'w', base_affected: false }),
    ];
    const input = { ...usd, tax_rounding: 'any', taxes, lines: lines(['deposit', 'v', 'w'], '2') };
    expect(
      run({
        input,
        expected: {
          net: '20.00',
          tax: '6.20',
          gross: '26.20',
          by_tax: { v: { base: '22', tax: '2.2' }, w: { tax: '2' } },
        },
      }),
    ).toEqual(PASSED);
    const held = { ...usd, taxes: [tax({ included: true })], lines: lines(['v'], '1', '11.00') };
    expect(run({ input: held, expected: { net: '10.00', tax: '1.00', gross: '11.00' } })).toEqual(PASSED);
    const inside = { ...usd, taxes: [tax({ type: 'division', rate: '20' })], lines: lines(['v'], '1', '8.00') };
    expect(run({ input: inside, expected: { net: '8.00', tax: '2.00', gross: '10.00' } })).toEqual(PASSED);
  });

  test('is rounded the way that the case names', () => {
    const input = (tax_rounding: string) => ({
      ...usd,
      tax_rounding,
      taxes: [tax()],
      lines: [...lines(['v'], '1', '0.15'), ...lines(['v'], '1', '0.15')],
    });
    expect(run({ input: input('per_line'), expected: { tax: '0.04' } })).toEqual(PASSED);
    expect(run({ input: input('per_rate'), expected: { tax: '0.03' } })).toEqual(PASSED);
    const unanchored = { input: input('odoo_global_unanchored'), expected: { tax: '0.03' } };
    expect(run(unanchored)).toEqual(PASSED);
    expect(run({ ...unanchored, policy_dependent: true, matches_recommended: false }).kind).toBe('not_expressible');
  });

  test('of a policy that core claims has to agree; of one that is only told in words it may differ', () => {
    const input = { ...usd, tax_rounding: 'per_line', taxes: [tax()], lines: lines(['v']) };
    const wrong = { input, expected: { tax: '1.01' }, policy_dependent: true, matches_recommended: false };
    expect(run({ ...wrong, holds_under: ['per_line'] }).kind).toBe('failed');
    expect(run({ ...wrong, holds_under: [] }).kind).toBe('differs');
  });

  test('is counted in whatever the smallest coin is', () => {
    const input = { ...usd, minor_unit: '0.05', taxes: [tax()], lines: lines(['v'], '1', '10.70') };
    expect(run({ input, expected: { tax: '1.05', gross: '11.75' } })).toEqual(PASSED);
  });

  test('of what nobody has heard of is not expressible', () => {
    const input = { ...usd, taxes: [tax()], lines: lines(['v']) };
    const expected = { tax: '1.00' };
    expect(run({ input: { ...input, moon: 'full' }, expected })).toMatchObject({
      reason: expect.stringContaining('moon') as string,
    });
    expect(run({ input: { ...input, rounding_mode: 'half_even' }, expected }).kind).toBe('not_expressible');
    expect(run({ input: { ...input, taxes: [tax({ type: 'wealth' })] }, expected }).kind).toBe('not_expressible');
    expect(run({ input: { ...input, lines: [{ ...lines(['v'])[0], shelf: 3 }] }, expected }).kind).toBe(
      'not_expressible',
    );
  });
});

describe('discounts', () => {
  const two = [
    { id: 'a', quantity: '2', unit_price: '10.00', taxes: [] },
    { id: 'b', quantity: '1', unit_price: '30.00', taxes: [], minimum_unit_price: '29.00' },
  ];
  const input = (...discounts: Record<string, unknown>[]) => ({ ...usd, taxes: [], lines: two, discounts });
  const percent = { type: 'percent', value: '10' };

  test('of units, lines and sales come one after the other', () => {
    const steps = [
      { scope: 'unit', type: 'amount', value: '1.00', lines: ['a'] },
      { scope: 'line', ...percent, lines: ['a'] },
      { scope: 'order', type: 'amount', value: '4.62' },
    ];
    expect(
      run({
        input: input(...steps),
        expected: {
          gross: '41.58',
          discount_total: '8.42',
          lines: [
            { id: 'b', discount: '1.00' },
            { id: 'a', total: '12.58' },
          ],
        },
      }).kind,
    ).toBe('passed');
  });

  test('fall on units in whole cents', () => {
    expect(
      run({
        input: input({ scope: 'line', type: 'amount', value: '0.25', lines: ['a'] }),
        expected: { lines: [{ id: 'a', unit_discounts: ['0.13', '0.12'] }] },
      }),
    ).toEqual(PASSED);
  });

  test('that a line brings along come first', () => {
    const lines = [{ id: 'a', quantity: '1', unit_price: '10.00', discount_amount: '5.00' }];
    const discounts = [{ scope: 'line', ...percent }];
    expect(run({ input: { ...usd, taxes: [], lines, discounts }, expected: { gross: '4.50' } })).toEqual(PASSED);
  });

  test('stop at the most that they may take off', () => {
    const capped = { scope: 'order', ...percent, max_amount: '3.00' };
    expect(run({ input: input(capped), expected: { discount_total: '3.00' } })).toEqual(PASSED);
  });

  test('spread, rounded or based in other ways are not expressible', () => {
    const elsewhere = { policy_dependent: true, matches_recommended: false, expected: { gross: '45.00' } };
    const spread = { ...elsewhere, input: input({ scope: 'order', ...percent }) };
    expect(run({ ...spread, holds_under: { allocation: ['floor_first'] } }).kind).toBe('not_expressible');
    expect(run({ ...spread, holds_under: { percent_rounding: ['unit'] } }).kind).toBe('not_expressible');
    const ofGross = { ...input({ scope: 'order', ...percent, base: 'gross' }), taxes: [tax()] };
    expect(run({ ...elsewhere, input: ofGross }).kind).toBe('not_expressible');
  });
});

describe('promotions', () => {
  const promotion = (kind: string, fields: Record<string, unknown>) => ({ promotions: [{ id: 'p', kind, ...fields }] });

  test.each([
    ['percent_off', { lines: ['l1'], value: '50' }, { discounts: [{ line: 'l1', amount: '2.00', promotion: 'p' }] }],
    ['amount_off_each', { category: 'fruit', value: '1.00' }, { discount_total: '3.00' }],
    ['amount_off_line', { tags: ['new'], value: '1.00' }, { total: '33.00' }],
    [
      'amount_off_each_line',
      { product: 'X', value: '1.00', max_units_per_line: '2' },
      { discounts_on: { l0: '2.00' } },
    ],
    ['percent_off_order', { value: '50' }, { total: '17.00' }],
    ['amount_off_order', { value: '3.40' }, { unit_prices: { l0: '9.00', l1: '3.60' } }],
    ['fixed_order_price', { value: '30.00' }, { discount_total: '4.00' }],
    ['every_n_units', { group_size: '3', reward: { type: 'percent_off', value: '50' } }, { discount_total: '15.00' }],
    [
      'tiered_percent',
      { base_percent: '10', tiers: [{ from_total: '34.00', percent: '20' }] },
      { discount_total: '6.80' },
    ],
    ['tiered_amount', { base: '1.00', tiers: [{ from_total: '34.01', amount: '2.00' }] }, { discount_total: '1.00' }],
    [
      'tiered_percent_by_quantity',
      { eligible_tag: 'new', tiers: [{ from_quantity: '1', percent: '50' }] },
      { discounts_on: { l1: '2.00' } },
    ],
    [
      'buy_x_get_y',
      { buy: { category: 'fruit', quantity: '3' }, get: { lines: ['l1'], quantity: '1' }, reward: { type: 'free' } },
      { total: '30.00' },
    ],
    ['free_article_per_unit', { trigger: 'l0', article: 'l1' }, { total: '30.00' }],
    ['buy_n_get_m_extra', { article: 'l0', buy: '2', free: '1' }, { free_units: { l0: '1' }, total: '34.00' }],
  ])('%s', (kind, fields, expected) => {
    const goods = cart({ quantity: '3', category: 'fruit', product: 'X' }, { unit_price: '4.00', tags: ['new'] });
    expect(run({ input: { ...goods, ...promotion(kind, fields) }, expected })).toEqual(PASSED);
  });

  test('take delivery off, when there is one', () => {
    const input = { ...cart({}), delivery: '5.00', ...promotion('free_delivery', { if_total_at_least: '10.00' }) };
    expect(run({ input, expected: { delivery_discount: '5.00', total: '10.00' } })).toEqual(PASSED);
  });

  test.each([
    ['if_quantity_at_least', '3', '2'],
    ['if_line_quantity_at_least', '2', '1'],
    ['if_total_at_least', '14.01', '14.00'],
    ['if_discounted_total_at_least', '14.01', '14.00'],
    ['if_category_total_at_least', { category: 'fruit', value: '10.01' }, { category: 'fruit', value: '10.00' }],
    ['if_article_quantity_at_least', { article: 'l1', quantity: '2' }, { article: 'l1', quantity: '1' }],
    ['if_cart_contains', 'l2', 'l1'],
  ])('hold only where %s says so', (condition, tooMuch, enough) => {
    const goods = cart({ category: 'fruit' }, { unit_price: '4.00' });
    const total = (value: unknown): Record<string, unknown> => ({
      ...goods,
      ...promotion('amount_off_order', { value: '1.00', [condition]: value }),
    });
    expect(run({ input: total(tooMuch), expected: { discounts: [], total: '14.00' } })).toEqual(PASSED);
    expect(run({ input: total(enough), expected: { total: '13.00' } })).toEqual(PASSED);
  });

  test('come by priority, or by the lower order, and an exclusive one comes alone', () => {
    const percent = { id: 'half', kind: 'percent_off_order', value: '50' };
    const amount = { id: 'two', kind: 'amount_off_order', value: '2.00' };
    const total = (...promotions: Record<string, unknown>[]) => ({ ...cart({}), promotions });
    expect(run({ input: total(amount, { ...percent, priority: 1 }), expected: { total: '3.00' } })).toEqual(PASSED);
    expect(
      run({ input: total({ ...percent, order: 2 }, { ...amount, order: 1 }), expected: { total: '4.00' } }),
    ).toEqual(PASSED);
    expect(run({ input: total(amount, { ...percent, exclusive: true }), expected: { total: '5.00' } })).toEqual(PASSED);
  });

  test('leave out what was reduced before, if a promotion of the case says by what', () => {
    const goods = cart({ sale_percent: '50' }, {});
    const sale = { id: 'sale', kind: 'percent_off', lines: ['l0'], value: '50', priority: 1 };
    const other = { id: 'other', kind: 'amount_off_each', value: '1.00', not_on_discounted: true };
    expect(run({ input: { ...goods, promotions: [sale, other] }, expected: { total: '14.00' } })).toEqual(PASSED);
    expect(run({ input: { ...goods, promotions: [other] }, expected: { total: '19.00' } }).kind).toBe(
      'not_expressible',
    );
  });

  test('of unknown kinds, conditions and fields are not expressible, by their names', () => {
    const named = (kind: string, fields: Record<string, unknown>) =>
      run({ input: { ...cart({}), ...promotion(kind, fields) }, expected: { total: '10.00' } });
    expect(named('raffle', {})).toMatchObject({
      kind: 'not_expressible',
      reason: expect.stringContaining('kind') as string,
    });
    expect(named('percent_off_order', { value: '5', if_raining: true })).toMatchObject({
      reason: expect.stringContaining('if_raining') as string,
    });
    expect(named('percent_off_order', { value: '5', colour: 'red' })).toMatchObject({
      reason: expect.stringContaining('colour') as string,
    });
    expect(named('margin_then_discount', {})).toMatchObject({
      reason: expect.stringContaining('raise prices') as string,
    });
  });
});

describe('cash', () => {
  const due = { currency: 'CAD', total: '4.92', increment: '0.05', mode: 'half_up' };

  test.each([
    ['round_total', { ...due, tender: 'cash' }, { cash_due: '4.90', rounding: '-0.02' }],
    ['no_rounding', { ...due, tender: 'card' }, { due: '4.92', rounding: '0.00' }],
    ['change', { ...due, cash_given: '10.00' }, { cash_due: '4.90', change: '5.10', exact_change: '5.08' }],
    [
      'split_tender',
      { ...due, tenders: [{ kind: 'card', amount: '1.00' }, { kind: 'cash' }] },
      { cash_due: '3.90', rounding: '-0.02', paid: '4.90' },
    ],
    ['split_tender', { ...due, tenders: [{ kind: 'cash', given: '5.00' }] }, { cash_due: '4.90', change: '0.10' }],
    [
      'payment',
      { currency: 'CAD', total: '4.92', tenders: [{ kind: 'cash', given: '4.00' }] },
      { remaining: '0.92', change: '0.00' },
    ],
    [
      'refund_split',
      { ...due, total: '-4.92', tenders: [{ kind: 'card', amount: '-1.00' }, { kind: 'cash' }] },
      { cash_due: '-3.90', paid: '-4.90' },
    ],
  ])('%s', (kind, input, expected) => {
    expect(run({ kind, input, expected })).toEqual(PASSED);
    const [name = ''] = Object.keys(expected);
    expect(run({ kind, input, expected: { ...expected, [name]: '9.99' } }).kind).toBe('failed');
  });

  test('rounded with the whole total, or into the tax, is not expressible', () => {
    const whole = { ...due, rounding_scope: 'total', tenders: [{ kind: 'cash' }] };
    expect(run({ kind: 'split_tender', input: whole, expected: { paid: '4.90' } }).kind).toBe('not_expressible');
    expect(run({ kind: 'rounding_into_tax', input: {}, expected: { tax: '1' } }).kind).toBe('not_expressible');
  });
});

describe('allocation', () => {
  const shares = { amount: '1.00', unit: '0.01', weights: ['1/3', '2/3'], mode: 'largest_remainder' };

  test.each([
    ['allocate', shares, { parts: ['0.33', '0.67'] }],
    ['round', { value: '-2.5', unit: '1', mode: 'half_ceiling' }, { value: '-2' }],
    ['minor_units', { currencies: ['USD', 'JPY', 'KWD'] }, { USD: 2, JPY: 0, KWD: 3 }],
    ['make_change', { amount: '6', denominations: ['1', '3', '4'] }, { coins: ['3', '3'], pieces: { 3: 2 } }],
    ['make_change', { amount: '3', denominations: ['2', '4'] }, { error: 'no change' }],
    ['allocate', { ...shares, weights: [], mode: 'any' }, { error: 'nobody' }],
  ])('%s', (kind, input, expected) => {
    expect(run({ kind, input, expected })).toEqual(PASSED);
  });

  test('in a way that core does not have is not expressible, unless it comes to the same', () => {
    const case_ = {
      kind: 'allocate',
      input: { ...shares, mode: 'floor_first' },
      expected: { parts: ['0.33', '0.67'] },
    };
    expect(run(case_)).toEqual(PASSED);
    expect(run({ ...case_, policy_dependent: true, matches_recommended: false }).kind).toBe('not_expressible');
  });
});

describe('barcodes', () => {
  const rule = {
    region: 'Here',
    prefix: '20',
    positions: { item: [2, 7], value: [7, 12], verifier: null },
    decimals: 3,
    measure: 'weight_kg',
  };

  test.each([
    ['check_digit', { type: 'GTIN-8', payload: '1234567' }, { check_digit: '0', code: '12345670' }],
    ['gtin', { code: '12345670' }, { valid: true, format: 'GTIN-8', gtin14: '00000012345670' }],
    ['gtin', { code: '12345671' }, { valid: false, reason: 'check_digit' }],
    ['sscc', { code: '12345670' }, { valid: false }],
    ['upc_e', { upc_e: '01234565' }, { upc_a: '012345000065' }],
    ['upc_a_to_e', { upc_a: '012345000065' }, { upc_e: '01234565' }],
    ['price_verifier', { field: '12' }, { error: 'length' }],
    [
      'variable_measure',
      { code: '2012345012349', rule },
      { kind: 'weight_kg', item_reference: '12345', value: '1.234', verifier_ok: null },
    ],
    [
      'gs1_element_string',
      { data: '10AB\u001d3103001500', separators: ['\u001d'] },
      {
        elements: [
          { ai: '10', value: 'AB' },
          { ai: '3103', decimal: '1.5' },
        ],
      },
    ],
    ['gs1_hri', { hri: '(10)AB' }, { elements: [{ ai: '10', value: 'AB' }] }],
    ['gs1_date', { values: ['260200', '760101'], current_year: '2026' }, { dates: ['2026-02-28', '2076-01-01'] }],
    ['gs1_date', { value: '261301', current_year: '2026' }, { error: 'month' }],
    ['not_gs1', { data: '12345670' }, { valid: false }],
    ['scan_data', { scan: ']E412345670' }, { symbology: 'EAN-8', gtin14: '00000012345670' }],
    ['scan_data', { scan: ']E41234567' }, { error: 'length' }],
  ])('%s', (kind, input, expected) => {
    expect(run({ kind, input, expected })).toEqual(PASSED);
  });

  test('of unknown kinds, measures and regions are not expressible', () => {
    expect(run({ kind: 'tattoo', input: {}, expected: { valid: true } })).toMatchObject({
      reason: 'a case of the kind tattoo is not known',
    });
    const litres = { code: '2012345012349', rule: { ...rule, measure: 'litres' } };
    expect(run({ kind: 'variable_measure', input: litres, expected: { value: '1' } }).kind).toBe('not_expressible');
    const nowhere = { code: '2012345012349', region: 'Nowhere' };
    expect(run({ kind: 'lookup_code', input: nowhere, expected: { lookup_code: '1' } }).kind).toBe('not_expressible');
    expect(
      run({ kind: 'check_digit', input: { type: 'ISBN-10', payload: '1' }, expected: { check_digit: '1' } }).kind,
    ).toBe('not_expressible');
  });
});

test('a case of nothing that is known is not expressible', () => {
  expect(run({ input: { weather: 'fine' }, expected: { mood: 'good' } })).toMatchObject({
    reason: 'a case of weather is not known',
  });
});
