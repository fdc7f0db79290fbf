import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TaxRounding, TaxRule } from '#core/catalogue/catalogue.ts';
import { canonicalJson } from '#core/journal/canonical-json.ts';
import { currencyDecimals, Decimal, sum } from '#core/money/money.ts';
import type { Sale, SaleLine } from '#core/sale/sale.ts';
import {
  amountOff,
  bookOf,
  ITBMS_10,
  ITBMS_7,
  lineOf,
  lineProductOf,
  percent,
  policyOf,
  saleOf,
  VAT_21_INCLUDED,
} from '#testkit/sale-builders.ts';
import { currencies, type DrawnSale, lines as drawnLines, sales, taxRules } from '#testkit/sale-arbitraries.ts';
import type { PricedLine, PricedSale } from './priced-sale.ts';
import { priceSale } from './price-sale.ts';

const POLICY = policyOf();

function price(lines: readonly SaleLine[], change: Partial<Sale> = {}, policy = POLICY): PricedSale {
  return priceSale(saleOf(lines, { currency: policy.currency, ...change }), bookOf(policy));
}

/** Subtotal, discount, tax and total, the four figures at the foot of a sale. */
function foot({ subtotal, discount, tax, total }: PricedSale | PricedLine): string[] {
  return [subtotal, discount, tax, total];
}

const vat = (rate: string): TaxRule => ({ tax_id: `vat-${rate}`, name: rate, rate, included: false });
const held = (rate: string): TaxRule => ({ tax_id: `held-${rate}`, name: rate, rate, included: true });

describe('one line', () => {
  test('two bottles at 2.50 with 7 percent on top cost 5.35', () => {
    expect(foot(price([lineOf({ quantity: '2', unitPrice: '2.50', taxes: [ITBMS_7] })]))).toEqual([
      '5.00',
      '0.00',
      '0.35',
      '5.35',
    ]);
  });

  test('weighed goods are rounded to the cent before anything else: 0.785 kg at 3.99', () => {
    const priced = price([lineOf({ unit: 'kg', quantity: '0.785', unitPrice: '3.99' })]);
    expect(priced.lines[0]?.gross).toBe('3.13');
  });

  test('a unit price finer than a cent counts in full', () => {
    expect(price([lineOf({ quantity: '3', unitPrice: '0.3350' })]).total).toBe('1.01');
  });

  test('a free article costs nothing, and its discount and tax are nothing too', () => {
    const free = lineOf({ unitPrice: '0.00', discount: percent('50'), taxes: [ITBMS_7] });
    expect(foot(price([free]))).toEqual(['0.00', '0.00', '0.00', '0.00']);
  });
});

describe('the discount comes before the tax', () => {
  test('10 percent off 1558.80 and then 20 percent tax', () => {
    const line = lineOf({ unitPrice: '1558.80', discount: percent('10'), taxes: [vat('0.2000')] });
    expect(foot(price([line]))).toEqual(['1558.80', '155.88', '280.58', '1683.50']);
  });

  test('a line discount, then a sale discount of what it left', () => {
    const line = lineOf({ unitPrice: '1558.80', discount: percent('10'), taxes: [vat('0.2000')] });
    const priced = price([line], { discount: percent('10') });
    expect([priced.lines[0]?.lineDiscount, priced.lines[0]?.saleDiscount]).toEqual(['155.88', '140.29']);
    expect(foot(priced)).toEqual(['1558.80', '296.17', '252.53', '1515.16']);
  });

  test('an amount off the sale falls on lines of different rates by their worth', () => {
    const priced = price(
      [
        lineOf({ quantity: '2', unitPrice: '10.00', taxes: [vat('0.2300')] }),
        lineOf({ unitPrice: '56.04', taxes: [vat('0.1000')] }),
      ],
      { discount: amountOff('10.10') },
    );
    expect(priced.lines.map((line) => line.saleDiscount)).toEqual(['2.66', '7.44']);
    expect(foot(priced)).toEqual(['76.04', '10.10', '8.85', '74.79']);
  });

  test('unless the local takes tax from the price before discounts: 100.00 + 7.00 - 10.00 = 97.00', () => {
    const line = lineOf({ unitPrice: '100.00', taxes: [ITBMS_7] });
    const priced = price([line], { discount: percent('10') }, policyOf({ discount_basis: 'after_tax' }));
    expect(foot(priced)).toEqual(['100.00', '10.00', '7.00', '97.00']);
    expect(foot(price([line], { discount: percent('10') }))).toEqual(['100.00', '10.00', '6.30', '96.30']);
  });

  test('a discount of everything leaves nothing to tax', () => {
    const priced = price([lineOf({ unitPrice: '9.99', taxes: [ITBMS_7] })], { discount: percent('100') });
    expect(foot(priced)).toEqual(['9.99', '9.99', '0.00', '0.00']);
  });

  test('an amount larger than the sale takes the sale, and no more', () => {
    expect(foot(price([lineOf({ unitPrice: '4.00' })], { discount: amountOff('10.00') }))).toEqual([
      '4.00',
      '4.00',
      '0.00',
      '0.00',
    ]);
  });
});

describe('a price that holds its tax', () => {
  test('is what the customer pays', () => {
    expect(foot(price([lineOf({ unitPrice: '11.90', taxes: [VAT_21_INCLUDED] })]))).toEqual([
      '9.83',
      '0.00',
      '2.07',
      '11.90',
    ]);
  });

  test('less the discount is what the customer pays, and the tax is that of what is paid', () => {
    const line = lineOf({ unitPrice: '12.00', discount: percent('50'), taxes: [held('0.2000')] });
    const priced = price([line]);
    expect(foot(priced)).toEqual(['11.00', '6.00', '1.00', '6.00']);
    expect(priced.taxes.map((tax) => [tax.base, tax.amount])).toEqual([['5.00', '1.00']]);
  });

  test('may stand beside one that does not', () => {
    const priced = price([
      lineOf({ unitPrice: '1.21', taxes: [VAT_21_INCLUDED] }),
      lineOf({ unitPrice: '1.00', taxes: [ITBMS_7] }),
    ]);
    expect(foot(priced)).toEqual(['2.00', '0.00', '0.28', '2.28']);
  });
});

describe('the taxes of the sale', () => {
  test('are listed once per rate, with what they were taken from', () => {
    const priced = price([
      lineOf({ unitPrice: '0.50', taxes: [ITBMS_7] }),
      lineOf({ unitPrice: '2.00', taxes: [ITBMS_10] }),
      lineOf({ unitPrice: '0.50', taxes: [ITBMS_7] }),
    ]);
    expect(priced.taxes).toEqual([
      { ...ITBMS_7, base: '1.00', amount: '0.07' },
      { ...ITBMS_10, base: '2.00', amount: '0.20' },
    ]);
  });

  test('of untaxed goods are none, of goods at nought percent are nought', () => {
    expect(price([lineOf()]).taxes).toEqual([]);
    expect(price([lineOf({ taxes: [vat('0.0000')] })]).taxes.map((tax) => tax.amount)).toEqual(['0.00']);
  });
});

describe('the number of articles', () => {
  test('counts pieces by quantity and weighed goods as one each', () => {
    const priced = price([lineOf({ quantity: '3' }), lineOf({ unit: 'kg', quantity: '0.785' }), lineOf()]);
    expect(priced.itemCount).toBe('5');
  });
});

describe('an empty sale', () => {
  test('costs nothing, even with a discount', () => {
    expect(foot(price([], { discount: amountOff('5.00') }))).toEqual(['0.00', '0.00', '0.00', '0.00']);
    expect(price([]).itemCount).toBe('0');
  });
});

describe('other currencies', () => {
  test('yen have no decimals', () => {
    const line = lineOf({ quantity: '3', unitPrice: '333', taxes: [vat('0.1000')] });
    expect(foot(price([line], { discount: percent('5') }, policyOf({ currency: 'JPY' })))).toEqual([
      '999',
      '50',
      '95',
      '1044',
    ]);
  });

  test('a peso price that holds 19 percent: 27000 is 22689 and 4311', () => {
    const line = lineOf({ unitPrice: '27000', taxes: [held('0.1900')] });
    expect(foot(price([line], {}, policyOf({ currency: 'CLP' })))).toEqual(['22689', '0', '4311', '27000']);
  });

  test('dinars have three', () => {
    const line = lineOf({ unit: 'kg', quantity: '0.333', unitPrice: '1.250', taxes: [vat('0.0500')] });
    expect(foot(price([line], {}, policyOf({ currency: 'KWD' })))).toEqual(['0.416', '0.000', '0.021', '0.437']);
  });

  test('a sale is never priced in a currency it is not in', () => {
    expect(() => priceSale(saleOf([lineOf()], { currency: 'JPY' }), bookOf(POLICY))).toThrow(/JPY/);
  });
});

describe('a very long sale', () => {
  test('of 1,200 lines is priced like a short one', () => {
    const lines = Array.from({ length: 1200 }, () => lineOf({ unitPrice: '0.99', taxes: [ITBMS_7] }));
    const priced = price(lines, { discount: percent('5') });
    // 1188.00, less 59.40, and 7 % of 1128.60.
    expect(foot(priced)).toEqual(['1188.00', '59.40', '79.00', '1207.60']);
    expect(new Set(priced.lines.map((line) => line.lineId)).size).toBe(1200);
  });
});

/** Every amount of a priced sale, wherever it stands. */
function everyAmount(priced: PricedSale): string[] {
  const ofLine = (line: PricedLine) => [
    ...foot(line),
    line.gross,
    line.lineDiscount,
    line.saleDiscount,
    ...line.taxes.flatMap((tax) => [tax.base, tax.amount]),
  ];
  return [...foot(priced), ...priced.lines.flatMap(ofLine), ...priced.taxes.flatMap((tax) => [tax.base, tax.amount])];
}

function adds({ subtotal, discount, tax, total }: PricedSale | PricedLine): boolean {
  return new Decimal(subtotal).minus(discount).plus(tax).equals(total);
}

function sumOf(priced: PricedSale, part: (line: PricedLine) => string): Decimal {
  return sum(priced.lines.map((line) => new Decimal(part(line))));
}

const twoTaxes = fc.uniqueArray(taxRules(fc.boolean()), { maxLength: 2, selector: (rule) => rule.tax_id });

function always(wishes: Parameters<typeof sales>[0], check: (drawn: DrawnSale, priced: PricedSale) => void): void {
  fc.assert(
    fc.property(sales(wishes), (drawn) => {
      check(drawn, priceSale(drawn.sale, bookOf(drawn.policy)));
    }),
    { numRuns: 200 },
  );
}

describe('always', () => {
  test('subtotal - discount + tax = total, on every line and on the whole', () => {
    always({ taxes: twoTaxes }, (_, priced) => {
      expect(adds(priced)).toBe(true);
      expect(priced.lines.every(adds)).toBe(true);
    });
  });

  test('each figure of the sale is the sum of its lines', () => {
    always({ taxes: twoTaxes }, (_, priced) => {
      expect(sumOf(priced, (line) => line.subtotal).equals(priced.subtotal)).toBe(true);
      expect(sumOf(priced, (line) => line.discount).equals(priced.discount)).toBe(true);
      expect(sumOf(priced, (line) => line.tax).equals(priced.tax)).toBe(true);
      expect(sumOf(priced, (line) => line.total).equals(priced.total)).toBe(true);
    });
  });

  test('the taxes listed are the taxes of the lines, and come to the tax of the sale', () => {
    always({ taxes: twoTaxes }, (_, priced) => {
      expect(sum(priced.taxes.map((tax) => new Decimal(tax.amount))).equals(priced.tax)).toBe(true);
      for (const tax of priced.taxes) {
        const shares = priced.lines.flatMap((line) => line.taxes.filter((share) => share.tax_id === tax.tax_id));
        expect(sum(shares.map((share) => new Decimal(share.amount))).equals(tax.amount)).toBe(true);
      }
    });
  });

  test('no line falls below zero, whatever is taken off it', () => {
    always({}, (_, priced) => {
      for (const line of priced.lines) {
        expect([line.subtotal, line.discount, line.tax, line.total].some((amount) => amount.startsWith('-'))).toBe(
          false,
        );
        expect(new Decimal(line.discount).lessThanOrEqualTo(line.gross)).toBe(true);
      }
    });
  });

  test('every amount is canonical for the currency, and none is a negative zero', () => {
    always({ taxes: twoTaxes }, ({ sale }, priced) => {
      const decimals = currencyDecimals(sale.currency);
      const canonical = decimals === 0 ? /^-?\d+$/ : new RegExp(`^-?\\d+\\.\\d{${String(decimals)}}$`);
      for (const amount of everyAmount(priced)) {
        expect(amount).toMatch(canonical);
        expect(amount).not.toMatch(/^-0(\.0+)?$/);
      }
    });
  });

  test('a sale whose prices hold their tax costs what the shelf says, less the discounts', () => {
    const rounding = fc.constantFrom<TaxRounding>('per_rate', 'per_line', 'per_unit');
    always({ taxes: fc.array(taxRules(fc.constant(true)), { maxLength: 1 }), rounding }, (_, priced) => {
      const shelf = sumOf(priced, (line) => line.gross);
      expect(shelf.minus(priced.discount).equals(priced.total)).toBe(true);
      for (const line of priced.lines) {
        expect(new Decimal(line.gross).minus(line.discount).equals(line.total)).toBe(true);
      }
    });
  });

  test('a discount never makes a sale dearer', () => {
    always({}, ({ sale, policy }, priced) => {
      const dear = priceSale({ ...sale, discount: null }, bookOf(policy));
      expect(new Decimal(priced.total).lessThanOrEqualTo(dear.total)).toBe(true);
    });
  });

  test('pricing the same sale twice gives the same figures, and leaves the sale as it was', () => {
    always({ taxes: twoTaxes }, ({ sale, policy }, priced) => {
      const before = canonicalJson(sale);
      expect(canonicalJson(priceSale(structuredClone(sale), bookOf(policy)))).toBe(canonicalJson(priced));
      expect(canonicalJson(sale)).toBe(before);
    });
  });
});

const independent = currencies.chain((currency) =>
  fc.record({
    currency: fc.constant(currency),
    drawn: fc.array(drawnLines(currency, { taxes: twoTaxes }), { minLength: 2, maxLength: 10 }),
    seed: fc.infiniteStream(fc.integer({ min: 0, max: 1_000_000 })),
  }),
);

/** Tax amounts of a sale by tax, without regard to the order in which they are listed. */
function taxesById(priced: PricedSale): Record<string, string> {
  return Object.fromEntries(priced.taxes.map((tax) => [tax.tax_id, tax.amount]));
}

describe('the tax per rate', () => {
  test('does not depend on the order of the lines', () => {
    fc.assert(
      fc.property(independent, ({ currency, drawn, seed }) => {
        const policy = policyOf({ currency });
        const shuffled = drawn
          .map((line) => ({ line, key: seed.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ line }) => line);
        const [one, other] = [price(drawn, {}, policy), price(shuffled, {}, policy)];
        expect(taxesById(other)).toEqual(taxesById(one));
        expect(foot(other)).toEqual(foot(one));
      }),
      { numRuns: 10_000 },
    );
  }, 120_000);

  test('does not depend on whether pieces stand on one line or on two', () => {
    const pieces = currencies.chain((currency) =>
      fc.record({
        currency: fc.constant(currency),
        drawn: fc.array(drawnLines(currency, { taxes: twoTaxes, discount: fc.constant(null) }), { maxLength: 6 }),
        first: fc.integer({ min: 1, max: 20 }),
        second: fc.integer({ min: 1, max: 20 }),
        split: drawnLines(currency, { taxes: twoTaxes, discount: fc.constant(null) }),
      }),
    );
    fc.assert(
      fc.property(pieces, ({ currency, drawn, first, second, split }) => {
        const policy = policyOf({ currency });
        const at = (quantity: number): SaleLine => ({
          ...split,
          quantity: String(quantity),
          product: lineProductOf({ ...split.product, unit: 'unit' }),
        });
        const together = price([...drawn, at(first + second)], {}, policy);
        const apart = price([at(first), ...drawn, at(second)], {}, policy);
        expect(taxesById(apart)).toEqual(taxesById(together));
        expect(foot(apart)).toEqual(foot(together));
      }),
      { numRuns: 10_000 },
    );
  }, 120_000);
});
