import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkDigit } from '#core/barcode/gtin.ts';
import type { BarcodeRule, Catalogue, Product } from '#core/catalogue/catalogue.ts';
import { ITBMS_7, policyOf, PRICE_LABEL, productOf, WEIGHT_LABEL } from '#testkit/sale-builders.ts';
import { anyText } from '#testkit/texts.ts';
import { buildCatalogueIndex, type CatalogueIndex, codeKey } from './catalogue-index.ts';
import { articleOf, resolveScan } from './resolve-scan.ts';

function indexOf(products: Product[], change: Partial<Catalogue> = {}): CatalogueIndex {
  return buildCatalogueIndex({
    version: 'v1',
    as_of: '2026-03-14T12:00:00.000Z',
    policy: policyOf(),
    products,
    categories: [{ category_id: 'bakery', name: { es: 'Panadería', en: 'Bakery' }, colour: '#c08040' }],
    taxes: [ITBMS_7],
    barcode_rules: [WEIGHT_LABEL, PRICE_LABEL],
    customers: [],
    ...change,
  });
}

function label(digits: string): string {
  return digits + checkDigit(digits);
}

const bread = productOf({ barcodes: ['5901234123457'], tax_ids: ['itbms-7'], unit_price: '2.15' });
const soda = productOf({ variant_id: 'soda', sku: 'SODA-2L', barcodes: ['614141000036'] });
const bananas = productOf({ variant_id: 'bananas', sku: 'BANANA', plu: '4011', unit: 'kg', unit_price: '1.59' });
const shop = indexOf([bread, soda, bananas]);

/** What the scan came to, in one line. */
function found(raw: string, index = shop): string {
  const resolution = resolveScan(index, raw);
  switch (resolution.kind) {
    case 'article': {
      const { product, quantity, unitPrice } = resolution.article;
      return `${product.variantId ?? ''} ${quantity ?? '?'} × ${unitPrice}`;
    }
    case 'choice':
      return resolution.products.map((product) => product.variant_id).join(' or ');
    case 'miss':
      return resolution.reason;
  }
}

describe('a scan finds', () => {
  test('a product by its code, in whichever length it is printed', () => {
    expect(found('5901234123457')).toBe('variant-bread 1 × 2.15');
    expect(found('614141000036')).toBe('soda 1 × 1.00');
    expect(found('0614141000036')).toBe('soda 1 × 1.00');
    expect(found('00614141000036')).toBe('soda 1 × 1.00');
  });

  test('a product by its SKU, without regard to case and blanks', () => {
    expect(found(' soda-2l ')).toBe('soda 1 × 1.00');
  });

  test('a product by an SKU that happens to look like a GTIN', () => {
    const numbered = indexOf([productOf({ variant_id: 'numbered', sku: '12345670' })]);
    expect(found('12345670', numbered)).toBe('numbered 1 × 1.00');
    const long = indexOf([productOf({ variant_id: 'long', sku: '590123412345' })]);
    expect(found('590123412345', long)).toBe('long 1 × 1.00');
  });

  test('weighed goods by their PLU, whose weight has yet to be said', () => {
    expect(found('4011')).toBe('bananas ? × 1.59');
    expect(found('04011')).toBe('bananas ? × 1.59');
  });

  test('everything a line must remember to be priced without the catalogue', () => {
    expect(resolveScan(shop, '5901234123457')).toEqual({
      kind: 'article',
      article: {
        product: {
          variantId: 'variant-bread',
          sku: 'BREAD',
          name: { es: 'Pan de molde', en: 'Sliced bread' },
          barcode: '5901234123457',
          category: 'Panadería',
          categoryId: 'bakery',
          brand: null,
          itemType: 'FOOD',
          unit: 'unit',
          taxes: [ITBMS_7],
        },
        unitPrice: '2.15',
        quantity: '1',
      },
    });
  });
});

describe('a touch on a tile', () => {
  test('takes the product’s first code, or none', () => {
    expect(articleOf(shop, bread, null).product.barcode).toBe('5901234123457');
    expect(articleOf(shop, bananas, null).product.barcode).toBeNull();
  });

  test('passes over a tax and a category that the catalogue does not have', () => {
    const odd = productOf({ tax_ids: ['gone', 'itbms-7'], category_id: 'gone' });
    const article = articleOf(indexOf([odd]), odd, null);
    expect([article.product.taxes, article.product.category]).toEqual([[ITBMS_7], null]);
  });
});

describe('a scan never guesses', () => {
  test('a code that nobody has is unknown', () => {
    expect(found('4006381333931')).toBe('unknown');
    expect(found('BREA')).toBe('unknown');
    expect(found('BREAD2')).toBe('unknown');
    expect(found('')).toBe('unknown');
  });

  test('a code with a wrong check digit was misread, even when one digit away from a product', () => {
    expect(found('5901234123458')).toBe('misread');
  });

  test('a code that several products carry is a choice', () => {
    const twins = indexOf([bread, productOf({ variant_id: 'twin', sku: 'TWIN', barcodes: ['5901234123457'] })]);
    expect(found('5901234123457', twins)).toBe('variant-bread or twin');
  });

  test('a product that carries one code twice is no choice', () => {
    const doubled = indexOf([productOf({ barcodes: ['614141000036', '0614141000036'] })]);
    expect(found('614141000036', doubled)).toBe('variant-bread 1 × 1.00');
  });
});

describe('a scale label', () => {
  test('with a weight gives that weight', () => {
    expect(found(label('200401100785'))).toBe('bananas 0.785 × 1.59');
  });

  test('of nothing, or of goods that are not weighed, cannot be sold', () => {
    const pieces = indexOf([productOf({ plu: '4011' })]);
    expect(found(label('200401100000'))).toBe('not_supported');
    expect(found(label('200401100785'), pieces)).toBe('not_supported');
  });

  test('of goods that nobody knows is unknown', () => {
    expect(found(label('209999900785'))).toBe('unknown');
  });

  test('with a price gives the weight behind it where that comes to the price again', () => {
    // 1.25 at 1.59 a kilogram: 0.786 kg × 1.59 = 1.24974, which is 1.25.
    expect(found(label('230401100125'))).toBe('bananas 0.786 × 1.59');
  });

  test('with a price that no weight comes to is one piece at that price', () => {
    const saffron = indexOf([{ ...bananas, unit_price: '4999.00' }]);
    expect(found(label('230401100125'), saffron)).toBe('bananas 1 × 1.25');
  });

  test('with a price on goods sold by the piece is one piece at that price', () => {
    expect(found(label('230401100125'), indexOf([productOf({ plu: '4011' })]))).toBe('variant-bread 1 × 1.25');
  });

  test('with a price always comes to that price, to the cent', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999 }), fc.integer({ min: 1, max: 5_000 }), (cents, perKilo) => {
        const unitPrice = (perKilo / 100).toFixed(2);
        const resolution = resolveScan(
          indexOf([{ ...bananas, unit_price: unitPrice }]),
          label(`2304011${String(cents).padStart(5, '0')}`),
        );
        const article = resolution.kind === 'article' ? resolution.article : { unitPrice: '0', quantity: '0' };
        const thousandths = BigInt(article.unitPrice.replace('.', '')) * thousandthsOf(article.quantity ?? '0');
        expect((thousandths * 2n + 1000n) / 2000n).toBe(BigInt(cents));
      }),
      { numRuns: 300 },
    );
  });
});

describe('a scale label of another layout', () => {
  const COUNTED: BarcodeRule = { ...WEIGHT_LABEL, rule_id: 'count', prefix: '26', decimals: 0, measure: 'count' };
  const FOREIGN: BarcodeRule = { ...PRICE_LABEL, rule_id: 'euro', prefix: '25', currency: 'EUR' };

  test('holds so many pieces', () => {
    const eggs = indexOf([productOf({ variant_id: 'eggs', plu: '321' })], { barcode_rules: [COUNTED] });
    expect(found(label('260032100012'), eggs)).toBe('eggs 12 × 1.00');
    const cheese = indexOf([bananas], { barcode_rules: [COUNTED] });
    expect(found(label('260401100012'), cheese)).toBe('not_supported');
  });

  test('in the money of another country cannot be sold', () => {
    expect(found(label('250401100125'), indexOf([bananas], { barcode_rules: [FOREIGN] }))).toBe('not_supported');
  });

  test('finds goods kept under the label’s own code, before goods of the same short number', () => {
    const kept = productOf({ variant_id: 'kept', barcodes: [label('200401100000')], unit: 'kg' });
    expect(found(label('200401100785'), indexOf([bananas, kept]))).toBe('kept 0.785 × 1.00');
  });
});

describe('a GS1 symbol', () => {
  const GTIN = '05901234123457';
  const BANANAS = '00614141000036';
  const goods = indexOf([bread, { ...bananas, barcodes: ['614141000036'] }]);

  /** The article a scan came to. */
  function article(raw: string, index = goods) {
    const resolution = resolveScan(index, raw);
    return resolution.kind === 'article' ? resolution.article : null;
  }

  test('finds the goods by their GTIN, which is all that the line keeps of the code', () => {
    const sold = article(`(01)${GTIN}(10)L7(17)270131(21)S9`);
    expect(sold).toMatchObject({ quantity: '1', marks: { batch: 'L7', serial: 'S9', expiresOn: '2027-01-31' } });
    expect(sold?.product.barcode).toBe(GTIN);
  });

  test('has the day to sell it by, or the last of its best, where it has none of expiry', () => {
    expect(article(`(01)${GTIN}(15)270228(16)270131`)?.marks?.expiresOn).toBe('2027-01-31');
    expect(article(`(01)${GTIN}(15)270228`)?.marks?.expiresOn).toBe('2027-02-28');
  });

  test('without batch, number and date leaves no marks', () => {
    expect(article(`(01)${GTIN}`)).not.toHaveProperty('marks');
    expect(article('5901234123457')).not.toHaveProperty('marks');
  });

  test('weighs what it says, to the gram', () => {
    expect(found(`(01)${BANANAS}(3103)000785`, goods)).toBe('bananas 0.785 × 1.59');
    expect(found(`(01)${BANANAS}(3105)078549`, goods)).toBe('bananas 0.785 × 1.59');
    expect(found(`(01)${BANANAS}`, goods)).toBe('bananas ? × 1.59');
    expect(found(`(01)${BANANAS}(3103)000000`, goods)).toBe('not_supported');
  });

  test('costs what it says, to the cent', () => {
    expect(found(`(01)${BANANAS}(3103)000785(3922)125`, goods)).toBe('bananas 0.785 × 1.59');
    expect(found(`(01)${BANANAS}(3103)000785(3922)200`, goods)).toBe('bananas 1 × 2.00');
    expect(found(`(01)${GTIN}(3922)199`, goods)).toBe('variant-bread 1 × 1.99');
    expect(found(`(01)${GTIN}(3932)840199`, goods)).toBe('variant-bread 1 × 1.99');
    expect(found(`(01)${GTIN}(3932)978199`, goods)).toBe('not_supported');
  });

  test('keeps its marks through a printed price', () => {
    expect(article(`(01)${GTIN}(3922)199(10)L7`)?.marks?.batch).toBe('L7');
  });

  test('holds so many pieces, and its weight is only told for goods by the piece', () => {
    expect(found(`(01)${GTIN}(30)12`, goods)).toBe('variant-bread 12 × 2.15');
    expect(found(`(01)${GTIN}(3103)000500`, goods)).toBe('variant-bread 1 × 2.15');
  });

  test('may hold a scale label’s number', () => {
    expect(found(`(01)0${label('200401100785')}`)).toBe('bananas 0.785 × 1.59');
  });

  test('of a pallet is nothing to sell, of unknown goods unknown, of wrong data misread', () => {
    expect(found('(00)106141411928374657')).toBe('not_supported');
    expect(found('(01)09501101530003')).toBe('unknown');
    expect(found('(01)09501101530004')).toBe('misread');
  });

  test('that found nothing is looked up again by what the red row shows', () => {
    const miss = resolveScan(goods, `]d20109501101530003${'10L7'}`);
    const text = miss.kind === 'miss' ? miss.text : '';
    const later = indexOf([productOf({ variant_id: 'new', barcodes: ['9501101530003'] })]);
    expect(article(text, later)?.marks?.batch).toBe('L7');
  });
});

test('a UPC-E finds goods that are kept under their UPC-A', () => {
  const cola = indexOf([productOf({ variant_id: 'cola', barcodes: ['042100005264'] })]);
  expect(found('04252614', cola)).toBe('cola 1 × 1.00');
  const both = indexOf([productOf({ variant_id: 'upc', barcodes: ['123456000070'] })]);
  expect(found('12345670', both)).toBe('upc 1 × 1.00');
});

function thousandthsOf(quantity: string): bigint {
  const [whole = '0', part = ''] = quantity.split('.');
  return BigInt(whole + part.padEnd(3, '0'));
}

describe('always', () => {
  test('any text is an article, a choice or a miss, never an error', () => {
    const texts = fc.oneof(
      anyText(),
      fc.string(),
      fc.stringMatching(/^\d{12}$/).map(label),
      fc.stringMatching(/^\d{0,6}$/).map((digits) => label(`200401${digits}`)),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(['article', 'choice', 'miss']).toContain(resolveScan(shop, text).kind);
      }),
      { numRuns: 600 },
    );
  });

  test('whatever code a product carries, it is found by it', () => {
    const codes = fc.oneof(
      fc.stringMatching(/^\d{7}$/).map(label),
      fc.stringMatching(/^\d{1,14}$/),
      fc.stringMatching(/^[abcXYZ019_-]{1,12}$/),
    );
    fc.assert(
      fc.property(codes, fc.constantFrom('sku', 'barcode'), (code, where) => {
        const product = productOf(where === 'sku' ? { sku: code } : { barcodes: [code] });
        const index = indexOf([product], { barcode_rules: [] });
        expect(resolveScan(index, code).kind).toBe('article');
        expect(index.productsByCode.get(codeKey(code))).toEqual([product]);
      }),
      { numRuns: 600 },
    );
  });
});
