import { describe, expect, test } from 'vitest';
import type { Catalogue, TaxRule } from '#core/catalogue/catalogue.ts';
import { COUNTRY_LAYOUTS } from '#core/barcode/country-layouts.ts';
import { parseScan } from '#core/barcode/parse-scan.ts';
import type { Promotion } from '#core/promotion/promotion.ts';
import { ITBMS_7, policyOf, productOf, WEIGHT_LABEL } from '#testkit/sale-builders.ts';
import { barcodeRule, catalogueSnapshot, MAX_LINES, policySchema, product, staffList, taxRule } from './catalogue.ts';
import { MAX_PROMOTIONS } from './promotion.ts';

const nothing = { variant_ids: [], category_ids: [], tags: [] };

const THREE_FOR_TWO: Promotion = {
  promotion_id: 'p-1',
  name: { es: '3×2', en: '3 for 2' },
  priority: 0,
  exclusive: false,
  stackable: true,
  when: { from: null, until: null, weekdays: [], hours: null },
  customer_tiers: [],
  conditions: [],
  goods: nothing,
  action: {
    kind: 'buy_get',
    bought: nothing,
    buy: 3,
    get: 1,
    reward: { kind: 'percent_off', percent: '100' },
    max_sets: null,
  },
  max_amount: null,
};

const catalogue: Catalogue = {
  version: 'v1',
  as_of: '2026-03-14T12:00:00.000Z',
  policy: policyOf(),
  products: [productOf({ barcodes: ['5901234123457'], tax_ids: ['itbms-7'], stock: '12', favourite: 1 })],
  categories: [{ category_id: 'bakery', name: { es: 'Panadería', en: 'Bakery' }, colour: '#c08040' }],
  taxes: [ITBMS_7],
  barcode_rules: [barcodeRule.parse(WEIGHT_LABEL)],
  customers: [{ customer_id: 'c-1', name: 'Rosa', phone: null, loyalty_tier: 'gold' }],
};

describe('a catalogue', () => {
  test('is taken as it is', () => {
    expect(catalogueSnapshot.parse(JSON.parse(JSON.stringify(catalogue)))).toEqual(catalogue);
  });

  test('is taken with everything that may be absent', () => {
    const full: Catalogue = {
      ...catalogue,
      policy: { ...policyOf(), tax_rounding: 'gross_anchored', cash_rounding: { step: '0.05', mode: 'half_even' } },
      products: [productOf({ minimum_price: '1.00', tags: ['bread', 'del-día'] })],
      taxes: [
        ITBMS_7,
        { tax_id: 'qst', name: 'TVQ 9.975 %', rate: '0.09975', included: false, ignores_compounded: true },
        { tax_id: 'bag', name: 'Bolsa', rate: '1250.50', included: true, kind: 'per_unit', compounds: true },
        { tax_id: 'icms', name: 'ICMS', rate: '0.1800', included: true, kind: 'inside' },
      ],
      promotions: [],
    };
    expect(catalogueSnapshot.parse(JSON.parse(JSON.stringify(full)))).toEqual(full);
  });

  test('holds no more promotions than a till looks through at every change of a sale', () => {
    const many = (count: number) => ({ ...catalogue, promotions: Array(count).fill(THREE_FOR_TWO) });
    expect(catalogueSnapshot.safeParse(many(MAX_PROMOTIONS)).success).toBe(true);
    expect(catalogueSnapshot.safeParse(many(MAX_PROMOTIONS + 1)).success).toBe(false);
  });

  test('is refused with a product whose taxes inside the total take all of it, which no price could hold', () => {
    const half = (tax_id: string): TaxRule => ({ ...ITBMS_7, tax_id, rate: '0.5000', kind: 'inside' });
    const taxes = [half('a'), half('b')];
    const holding = (tax_ids: string[]) => ({ ...catalogue, taxes, products: [productOf({ tax_ids })] });
    expect(catalogueSnapshot.safeParse(holding(['a'])).success).toBe(true);
    expect(catalogueSnapshot.safeParse(holding(['a', 'b'])).success).toBe(false);
  });

  test('may be empty', () => {
    const empty = { ...catalogue, products: [], categories: [], taxes: [], barcode_rules: [], customers: [] };
    expect(catalogueSnapshot.safeParse(empty).success).toBe(true);
  });

  test('is refused with a field that is not known, at the top and in a product', () => {
    expect(catalogueSnapshot.safeParse({ ...catalogue, more: 1 }).success).toBe(false);
    expect(product.safeParse({ ...productOf(), more: 1 }).success).toBe(false);
  });
});

describe('a product is refused', () => {
  test.each([
    ['with a price below zero, which no sale could be priced with', { unit_price: '-0.25' }],
    ['with a price that is a number', { unit_price: 1.5 }],
    ['with a price finer than a hundredth of a cent', { unit_price: '1.00001' }],
    ['without a name in both languages', { name: { es: 'Pan' } }],
    ['in another unit', { unit: 'litre' }],
    ['with a floor below zero', { minimum_price: '-0.01' }],
    ['with a floor of null, which is said by leaving it out', { minimum_price: null }],
    ['with an empty tag', { tags: [''] }],
    ['with tags that are one text', { tags: 'bread' }],
    ['without an SKU', { sku: '' }],
    ['with a code that holds a control character', { barcodes: ['123\u001d'] }],
  ])('%s', (_, change) => {
    expect(product.safeParse({ ...productOf(), ...change }).success).toBe(false);
  });
});

describe('a tax is refused', () => {
  test.each([
    { rate: '7' + '%' },
    { rate: '-0.07' },
    { rate: 0.07 },
    { rate: '0.0000001' },
    { rate: '1250.50' },
    { rate: '1250.50', kind: 'inside' },
    { rate: '1.0000', kind: 'inside' },
    { rate: '0.123456', kind: 'per_unit' },
    { rate: '-1.00', kind: 'per_unit' },
    { kind: 'percentage' },
    { kind: null },
    { compounds: false },
    { ignores_compounded: 'yes' },
    { included: 'yes' },
  ])('with %j', (change) => {
    expect(taxRule.safeParse({ ...ITBMS_7, ...change }).success).toBe(false);
  });
});

describe('a label rule', () => {
  test.each([
    ['that takes no digit for the value', { value: [7, 7] }],
    ['that takes the digits backwards', { item: [7, 2] }],
    ['beyond the thirteen digits', { value: [7, 14] }],
    ['without a prefix', { prefix: '' }],
    ['with a prefix that is no number', { prefix: '2x' }],
    ['that checks three digits, for which there is no verifier', { value: [8, 11], verifier: 7 }],
    ['beyond the twelve digits of a UPC-A', { digits: 12, value: [8, 13] }],
    ['of a length that no label has', { digits: 11 }],
    ['in money without a code', { currency: 'dollars' }],
  ])('%s is refused', (_, change) => {
    expect(barcodeRule.safeParse({ ...WEIGHT_LABEL, ...change }).success).toBe(false);
  });

  test.each(Object.values(COUNTRY_LAYOUTS).flat())('of a country, $rule_id, is taken as it is', (rule) => {
    expect(barcodeRule.parse(rule)).toEqual(rule);
  });

  test('that is taken can be used on any label', () => {
    const rule = barcodeRule.parse({ ...WEIGHT_LABEL, value: [12, 13], item: [0, 1] });
    expect(parseScan('5901234123457', { rules: [{ ...rule, prefix: '59' }], year: 2026 })).toMatchObject({
      item: '5',
      value: '0.007',
    });
  });
});

describe('a local’s policy', () => {
  test('as a new local has it is taken', () => {
    expect(policySchema.parse(policyOf())).toEqual(policyOf());
  });

  test.each([
    ['more lines than a sale can be stored with', { max_lines: MAX_LINES + 1 }],
    ['no line at all', { max_lines: 0 }],
    ['a limit that is a number', { cashier_discount_limit: 5 }],
    ['no way of paying', { tender_methods: [] }],
    ['a way of paying that is not known', { tender_methods: ['cheque'] }],
    ['a coin worth nothing', { denominations: ['0.00'] }],
    ['a coin worth less than nothing', { denominations: ['-0.05'] }],
    ['another rounding', { tax_rounding: 'per_item' }],
    ['cash rounded to nothing', { cash_rounding: { step: '0.00', mode: 'half_up' } }],
    ['cash rounded to half a cent', { cash_rounding: { step: '0.025', mode: 'half_up' } }],
    ['cash rounded to half a yen', { currency: 'JPY', cash_rounding: { step: '0.5', mode: 'half_up' } }],
    ['cash rounded to a word', { cash_rounding: { step: 'nickel', mode: 'half_up' } }],
    ['cash rounded in a way not known', { cash_rounding: { step: '0.05', mode: 'nearest' } }],
    ['cash rounding without its way', { cash_rounding: { step: '0.05' } }],
    ['cash rounding of null, which is said by leaving it out', { cash_rounding: null }],
    ['a currency in small letters', { currency: 'usd' }],
  ])('with %s is refused', (_, change) => {
    expect(policySchema.safeParse({ ...policyOf(), ...change }).success).toBe(false);
  });
});

describe('the staff', () => {
  const ana = { staff_id: 's-1', name: 'Ana', role: 'cashier', language: 'es', pin_verifier: '$argon2id$v=19$m=1' };

  test('are taken with a role, a language and a verifier', () => {
    expect(staffList.safeParse([ana]).success).toBe(true);
  });

  test.each([{ role: 'owner' }, { language: 'fr' }, { pin: '1234' }, { pin_verifier: null }])(
    'are refused with %j: above all a PIN never travels',
    (change) => {
      expect(staffList.safeParse([{ ...ana, ...change }]).success).toBe(false);
    },
  );
});
