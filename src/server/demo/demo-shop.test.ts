import { describe, expect, it } from 'vitest';
import { checkDigit, gtin14 } from '#core/barcode/gtin.ts';
import { priceVerifier } from '#core/barcode/price-verifier.ts';
import { buildCatalogueIndex } from '#core/catalogue/catalogue-index.ts';
import { resolveScan } from '#core/catalogue/resolve-scan.ts';
import type { Goods, Promotion } from '#core/promotion/promotion.ts';
import { catalogueSnapshot } from '#protocol/catalogue.ts';
import { demoBarcodeRules, demoCategories, demoTaxes } from './categories.ts';
import { demoCustomers, demoStaff } from './people.ts';
import { demoProducts } from './products.ts';
import { demoPromotions } from './promotions.ts';
import { demoShop } from './shop.ts';

const catalogue = {
  version: 'demo-1',
  as_of: '2026-11-21T12:00:00Z',
  policy: demoShop.policy,
  products: demoProducts,
  categories: demoCategories,
  taxes: demoTaxes,
  barcode_rules: demoBarcodeRules,
  promotions: demoPromotions,
  customers: demoCustomers,
};

/** A printed scale label: kind, PLU, value, check digit. */
function scaleLabel(prefix: string, plu: string, value: string): string {
  const payload = prefix + plu.padStart(5, '0') + value;
  return payload + checkDigit(payload);
}

/** Every choice of goods in a promotion. */
function goodsOf({ goods, conditions, action }: Promotion): Goods[] {
  const bought = action.kind === 'buy_get' ? [action.bought] : [];
  const parts = action.kind === 'bundle' ? action.parts.map((part) => part.goods) : [];
  return [goods, ...conditions.map((condition) => condition.goods), ...bought, ...parts];
}

function repeated(values: readonly string[]): string[] {
  return values.filter((value, place) => values.indexOf(value) !== place);
}

describe('the demo shop', () => {
  it('is a catalogue that the wire accepts', () => {
    expect(catalogueSnapshot.parse(catalogue)).toEqual(catalogue);
  });

  it('prints only codes with a right check digit, outside the numbers that scales use', () => {
    const codes = demoProducts.flatMap((product) => product.barcodes);
    expect(codes.length).toBeGreaterThan(200);
    expect(codes.filter((code) => gtin14(code) === null)).toEqual([]);
    expect(codes.filter((code) => code.length === 13 && /^(02|2)/.test(code))).toEqual([]);
  });

  it('never uses a code, SKU, PLU or id for two products', () => {
    expect(repeated(demoProducts.flatMap((product) => product.barcodes.map((code) => gtin14(code) ?? code)))).toEqual(
      [],
    );
    expect(repeated(demoProducts.map((product) => product.sku))).toEqual([]);
    expect(repeated(demoProducts.map((product) => product.variant_id))).toEqual([]);
    expect(repeated(demoProducts.flatMap((product) => product.plu ?? []))).toEqual([]);
    expect(repeated(demoProducts.map((product) => product.name.es))).toEqual([]);
    expect(repeated(demoProducts.map((product) => product.name.en))).toEqual([]);
  });

  it('finds every product again by each of its codes', () => {
    const index = buildCatalogueIndex(catalogue);
    for (const product of demoProducts) {
      for (const code of [...product.barcodes, product.sku, product.plu ?? product.sku]) {
        expect(resolveScan(index, code)).toMatchObject({
          kind: 'article',
          article: { product: { sku: product.sku } },
        });
      }
    }
  });

  it('reads the labels of its scale for all weighed goods', () => {
    const index = buildCatalogueIndex(catalogue);
    const weighed = demoProducts.filter((product) => product.unit === 'kg');
    expect(weighed.length).toBeGreaterThanOrEqual(25);
    for (const product of weighed) {
      const byWeight = resolveScan(index, scaleLabel('20', product.plu ?? '', '00780'));
      expect(byWeight).toMatchObject({ article: { product: { sku: product.sku }, quantity: '0.78' } });
      const byPrice = resolveScan(index, scaleLabel('21', product.plu ?? '', '00450'));
      expect(byPrice).toMatchObject({ article: { product: { sku: product.sku } } });
    }
  });

  it('reads the labels of its packing table for all goods that have a number and are sold by the piece', () => {
    const index = buildCatalogueIndex(catalogue);
    const packed = demoProducts.filter(({ unit, plu }) => unit === 'unit' && plu !== null);
    expect(packed.length).toBeGreaterThan(0);
    for (const product of packed) {
      const label = (verifier: string | null) => scaleLabel('22', product.plu ?? '', `${verifier ?? ''}0012`);
      expect(resolveScan(index, label(priceVerifier('0012')))).toMatchObject({
        article: { product: { sku: product.sku }, quantity: '12' },
      });
      expect(resolveScan(index, label(priceVerifier('0013')))).toMatchObject({ kind: 'miss', reason: 'misread' });
    }
  });

  it('fills every aisle and taxes everything by a rule that exists', () => {
    const aisles = new Set(demoProducts.map((product) => product.category_id));
    expect([...aisles].sort()).toEqual(demoCategories.map((category) => category.category_id).sort());
    const rules = new Set(demoProducts.flatMap((product) => product.tax_ids));
    expect([...rules].sort()).toEqual(demoTaxes.map((tax) => tax.tax_id).sort());
    expect(demoProducts.filter((product) => product.tax_ids.length !== 1)).toEqual([]);
  });

  it('has promotions of most kinds, on goods that exist, with names for the corner of a tile', () => {
    const ids = new Set(demoProducts.map((product) => product.variant_id));
    const tags = new Set(demoProducts.flatMap((product) => product.tags ?? []));
    const chosen = demoPromotions.flatMap(goodsOf);
    expect(chosen.flatMap((goods) => goods.variant_ids).filter((id) => !ids.has(id))).toEqual([]);
    expect(chosen.flatMap((goods) => goods.tags).filter((tag) => !tags.has(tag))).toEqual([]);
    expect(repeated(demoPromotions.map((promotion) => promotion.promotion_id))).toEqual([]);
    const names = demoPromotions.flatMap(({ name }) => [name.es, name.en]);
    expect(names.filter((name) => name.length > 15)).toEqual([]);
    const kinds = new Set(demoPromotions.map((promotion) => promotion.action.kind));
    expect([...kinds].sort()).toEqual(['buy_get', 'bundle', 'each_unit', 'tiers', 'together'].sort());
  });

  it('has floors that are no higher than the price, and prices tobacco at its floor', () => {
    const floors = demoProducts.filter((product) => product.minimum_price !== undefined);
    expect(floors.length).toBeGreaterThan(1);
    expect(floors.filter((product) => Number(product.minimum_price) > Number(product.unit_price))).toEqual([]);
    const tobacco = demoProducts.filter((product) => product.item_type === 'TOBACCO');
    expect(tobacco.map((product) => product.minimum_price)).toEqual(tobacco.map((product) => product.unit_price));
  });

  it('shows sixteen favourites without a gap in their order', () => {
    const places = buildCatalogueIndex(catalogue).favourites.map((product) => product.favourite);
    expect(places).toEqual(Array.from({ length: 16 }, (_, place) => place + 1));
  });

  it('gives everybody a PIN of their own, and the office a manager', () => {
    expect(repeated(demoStaff.map((person) => person.pin))).toEqual([]);
    expect(demoStaff.filter((person) => !/^\d{4}$/.test(person.pin))).toEqual([]);
    expect(demoStaff.filter((person) => person.password !== null).map((person) => person.role)).toEqual(['manager']);
  });
});
