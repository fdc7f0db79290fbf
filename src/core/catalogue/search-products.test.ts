import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Product } from '#core/catalogue/catalogue.ts';
import { policyOf, productOf } from '#testkit/sale-builders.ts';
import { anyText } from '#testkit/texts.ts';
import { buildCatalogueIndex, type CatalogueIndex } from './catalogue-index.ts';
import { searchProducts } from './search-products.ts';
import { normalise, prefixRange, tokensOf } from './vocabulary.ts';

function named(es: string, en: string, change: Partial<Product> = {}): Product {
  return productOf({ variant_id: es, sku: `SKU-${es.slice(0, 3)}`, name: { es, en }, ...change });
}

function indexOf(products: Product[]): CatalogueIndex {
  return buildCatalogueIndex({
    version: 'v1',
    as_of: '2026-03-14T12:00:00.000Z',
    policy: policyOf(),
    products,
    categories: [],
    taxes: [],
    barcode_rules: [],
    customers: [],
  });
}

const shop = indexOf([
  named('Café molido 500 g', 'Ground coffee 500 g', { brand: 'Altura' }),
  named('Leche entera 1 L', 'Whole milk 1 L'),
  named('Leche de coco', 'Coconut milk', { favourite: 1 }),
  named('Pan de leche', 'Milk bread'),
  named('Agua con gas', 'Sparkling water', { barcodes: ['5901234123457'], plu: '77' }),
  named('Ñame', 'Yam'),
]);

function found(query: string, index = shop, limit = 10): string[] {
  return searchProducts(index, query, limit).map((product) => product.name.es);
}

describe('a search', () => {
  test('finds words by how they begin, in Spanish and in English', () => {
    expect(found('mol')).toEqual(['Café molido 500 g']);
    expect(found('coff')).toEqual(['Café molido 500 g']);
    expect(found('sparkling wat')).toEqual(['Agua con gas']);
  });

  test('does not care about accents, case or order', () => {
    expect(found('CAFE')).toEqual(['Café molido 500 g']);
    expect(found('ñame')).toEqual(found('NAME'));
    expect(found('entera leche')).toEqual(['Leche entera 1 L']);
  });

  test('wants every word', () => {
    expect(found('leche coco')).toEqual(['Leche de coco']);
    expect(found('leche café')).toEqual([]);
  });

  test('puts names that begin with the query first, favourites before others, then by name', () => {
    expect(found('leche')).toEqual(['Leche de coco', 'Leche entera 1 L', 'Pan de leche']);
  });

  test('looks inside words only when none begins so, and not for a letter or two', () => {
    expect(found('ntera')).toEqual(['Leche entera 1 L']);
    expect(found('nt')).toEqual([]);
  });

  test('knows brands, SKUs, barcodes and PLUs', () => {
    expect(found('altura')).toEqual(['Café molido 500 g']);
    expect(found('5901234')).toEqual(['Agua con gas']);
    expect(found('77')).toEqual(['Agua con gas']);
    expect(found('sku-ñam')).toEqual(['Ñame']);
  });

  test.each(['', '   ', '*', '-- ?', '🍌'])('for %j finds nothing', (query) => {
    expect(found(query)).toEqual([]);
  });

  test('gives no more than asked for', () => {
    expect(found('leche', shop, 2)).toHaveLength(2);
    expect(found('leche', shop, 0)).toEqual([]);
  });
});

describe('in a large catalogue', () => {
  const thousands = Array.from({ length: 5000 }, (_, place) => named(`A${String(place)}`, `Item ${String(place)}`));
  const large = indexOf([...thousands, named('Azafrán en hebras', 'Saffron threads')]);

  test('one letter is answered with as many as were asked for', () => {
    expect(found('a', large, 20)).toHaveLength(20);
  });

  test('a letter beside a long word hides nothing, though thousands of words begin with it', () => {
    expect(found('a hebras', large)).toEqual(['Azafrán en hebras']);
    expect(found('it 4999', large)).toEqual(['A4999']);
  });
});

describe('the vocabulary', () => {
  test('takes texts apart into words without accents', () => {
    expect(tokensOf('Piña (2 uds.) «Óptima»')).toEqual(['pina', '2', 'uds', 'optima']);
    expect(normalise('CAFÉ')).toBe('cafe');
  });

  test('knows the range of the words that begin alike, also in scripts beyond the Latin one', () => {
    const index = indexOf([
      named('ａｂｃ', 'wide'),
      named('pan', 'bread'),
      named('panela', 'cane sugar'),
      named('paño', 'cloth'),
    ]);
    const [start, end] = prefixRange(index.vocabulary, 'pan');
    expect(index.vocabulary.tokens.slice(start, end)).toEqual(['pan', 'panela', 'pano']);
    expect(found('ａｂ', index)).toEqual(['ａｂｃ']);
  });
});

describe('always', () => {
  const words = fc.constantFrom('pan', 'panela', 'leche', 'café', 'té', 'agua', 'gas', 'coco');
  const names = fc.uniqueArray(
    fc.array(words, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(' ')),
    {
      minLength: 1,
      maxLength: 12,
    },
  );

  test('finds exactly the names in which each word of the query begins a word', () => {
    fc.assert(
      fc.property(
        names,
        fc.array(fc.tuple(words, fc.integer({ min: 1, max: 6 })), { minLength: 1, maxLength: 2 }),
        (drawn, cut) => {
          const query = cut.map(([word, length]) => word.slice(0, length));
          const index = indexOf(
            drawn.map((name) => productOf({ variant_id: name, sku: '-', name: { es: name, en: '' } })),
          );
          const begins = (name: string, part: string) =>
            name.split(' ').some((word) => normalise(word).startsWith(normalise(part)));
          const expected = drawn.filter((name) => query.every((part) => begins(name, part)));
          // Where no word begins so, a search may also look inside words: that is another rule, shown above.
          fc.pre(query.every((part) => drawn.some((name) => begins(name, part))));
          expect(found(query.join(' '), index, 100).sort()).toEqual(expected.sort());
        },
      ),
      { numRuns: 500 },
    );
  });

  test('any query is answered, never with an error', () => {
    fc.assert(
      fc.property(anyText(), (query) => {
        expect(Array.isArray(found(query))).toBe(true);
      }),
    );
  });
});
