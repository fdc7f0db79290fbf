import { describe, expect, test } from 'vitest';
import type { Catalogue } from '#core/catalogue/catalogue.ts';
import { ITBMS_7, policyOf, productOf } from '#testkit/sale-builders.ts';
import { buildCatalogueIndex, codeKey, shortCodeKey } from './catalogue-index.ts';

const catalogue: Catalogue = {
  version: 'v1',
  as_of: '2026-03-14T12:00:00.000Z',
  policy: policyOf(),
  products: [
    productOf({ favourite: 3 }),
    productOf({ variant_id: 'rolls', sku: 'ROLLS', favourite: 1 }),
    productOf({ variant_id: 'milk', sku: 'MILK', category_id: 'dairy' }),
    productOf({ variant_id: 'eggs', sku: 'EGGS', category_id: 'dairy', favourite: 2, plu: '0070' }),
  ],
  categories: [
    { category_id: 'bakery', name: { es: 'Panadería', en: 'Bakery' }, colour: '#c08040' },
    { category_id: 'dairy', name: { es: 'Lácteos', en: 'Dairy' }, colour: '#4080c0' },
  ],
  taxes: [ITBMS_7],
  barcode_rules: [],
  customers: [],
};

const index = buildCatalogueIndex(catalogue);

function ids(products: readonly { variant_id: string }[] | undefined): string[] | undefined {
  return products?.map((product) => product.variant_id);
}

describe('the index of a catalogue', () => {
  test('finds products by id and by category, in the catalogue’s order', () => {
    expect(index.productsById.get('milk')?.sku).toBe('MILK');
    expect(ids(index.productsByCategory.get('dairy'))).toEqual(['milk', 'eggs']);
    expect(index.productsByCategory.get('fish')).toBeUndefined();
  });

  test('lists the favourites by their place, and only them', () => {
    expect(ids(index.favourites)).toEqual(['rolls', 'eggs', 'variant-bread']);
  });

  test('finds taxes and categories by id', () => {
    expect(index.taxesById.get('itbms-7')).toEqual(ITBMS_7);
    expect(index.categoriesById.get('dairy')?.name.en).toBe('Dairy');
  });

  test('keeps the catalogue as it came', () => {
    expect(index.catalogue).toBe(catalogue);
    expect(ids(catalogue.products)).toEqual(['variant-bread', 'rolls', 'milk', 'eggs']);
  });
});

describe('the form in which codes are compared', () => {
  test('has no leading zeros for a PLU, capitals for an SKU, fourteen digits for a GTIN', () => {
    expect([codeKey('0070'), codeKey('000'), codeKey('rolls'), codeKey('96385074')]).toEqual([
      '70',
      '0',
      'ROLLS',
      '00000096385074',
    ]);
  });

  test('never takes the short number of a scale label for a GTIN', () => {
    expect(shortCodeKey('00000017')).toBe('00000017');
    expect(codeKey('00000017')).toBe('00000000000017');
  });
});
