import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Policy, TaxRule } from '#core/catalogue/catalogue.ts';
import { currencyDecimals, Decimal, sum } from '#core/money/money.ts';
import { bookOf, ITBMS_10, ITBMS_7, lineOf, policyOf, saleOf, VAT_21_INCLUDED } from '#testkit/sale-builders.ts';
import { amountOfUnits, currencies, taxRules } from '#testkit/sale-arbitraries.ts';
import { priceSale } from './price-sale.ts';

interface TaxableLine {
  amount: Decimal;
  taxes: readonly TaxRule[];
}

/** The taxes of lines that come to these amounts. */
function taxLines(lines: readonly TaxableLine[], policy: Policy) {
  const { currency } = policy;
  const sold = lines.map(({ amount, taxes }) =>
    lineOf({ unitPrice: amount.toFixed(currencyDecimals(currency)), taxes }),
  );
  return priceSale(saleOf(sold, { currency }), bookOf(policy)).lines.map((priced, index) =>
    priced.taxes.map((tax, place) => ({
      rule: lines[index]?.taxes[place] ?? tax,
      amount: new Decimal(tax.amount),
      base: new Decimal(tax.base),
    })),
  );
}

const PER_RATE = policyOf();
const PER_LINE = policyOf({ tax_rounding: 'per_line' });

function line(amount: string, ...taxes: TaxRule[]): TaxableLine {
  return { amount: new Decimal(amount), taxes };
}

function amounts(lines: readonly TaxableLine[], policy: Policy = PER_RATE): string[][] {
  const decimals = currencyDecimals(policy.currency);
  return taxLines(lines, policy).map((taxes) => taxes.map((tax) => tax.amount.toFixed(decimals)));
}

const included = (rate: string): TaxRule => ({ tax_id: `in-${rate}`, name: rate, rate, included: true });
const added = (rate: string): TaxRule => ({ tax_id: `on-${rate}`, name: rate, rate, included: false });

describe('a tax on top of the price', () => {
  test.each([
    ['100.00', '0.0700', '7.00'],
    ['13.67', '0.1500', '2.05'],
    ['4.69', '0.0500', '0.23'],
    ['0.50', '0.0700', '0.04'],
    ['9.99', '0.0000', '0.00'],
  ])('on %s at %s is %s', (amount, rate, tax) => {
    expect(amounts([line(amount, added(rate))])).toEqual([[tax]]);
  });

  test('leaves the amount as its base', () => {
    const [taxes] = taxLines([line('13.67', added('0.1500'))], PER_RATE);
    expect(taxes?.[0]?.base.toFixed(2)).toBe('13.67');
  });
});

describe('a tax the price holds', () => {
  test.each([
    { amount: '11.90', rate: '0.2100', tax: '2.07', base: '9.83' },
    { amount: '2.80', rate: '0.2100', tax: '0.49', base: '2.31' },
    { amount: '124.40', rate: '0.0800', tax: '9.21', base: '115.19' },
    { amount: '0.01', rate: '0.2100', tax: '0.00', base: '0.01' },
  ])('in $amount at $rate is $tax, which leaves $base', ({ amount, rate, tax, base }) => {
    const [taxes] = taxLines([line(amount, included(rate))], PER_RATE);
    expect(taxes?.map((each) => [each.amount.toFixed(2), each.base.toFixed(2)])).toEqual([[tax, base]]);
  });

  test('is rounded itself, and the base is what is left: 12 % in 52.50 is 5.625, so 5.63 and 46.87', () => {
    const [taxes] = taxLines([line('52.50', included('0.1200'))], PER_RATE);
    expect([taxes?.[0]?.amount.toFixed(2), taxes?.[0]?.base.toFixed(2)]).toEqual(['5.63', '46.87']);
  });

  test('stands beside another one in the same price', () => {
    expect(amounts([line('118.00', included('0.0900'), { ...included('0.0900'), tax_id: 'state' })])).toEqual([
      ['9.00', '9.00'],
    ]);
  });

  test('is no base for a tax on top, which is taken from the price without it', () => {
    expect(amounts([line('121.00', included('0.2100'), added('0.1000'))])).toEqual([['21.00', '10.00']]);
  });
});

describe('per rate', () => {
  test('a tax is rounded once over the sale, so small lines do not add up their errors', () => {
    const three = [line('0.07', ITBMS_7), line('0.07', ITBMS_7), line('0.07', ITBMS_7)];
    // Each line alone would round 0.0049 to nothing; together 0.0147 is a cent.
    expect(amounts(three)).toEqual([['0.01'], ['0.00'], ['0.00']]);
    expect(amounts(three, PER_LINE)).toEqual([['0.00'], ['0.00'], ['0.00']]);
  });

  test('each rate is its own sum', () => {
    expect(amounts([line('0.50', ITBMS_7), line('0.50', ITBMS_10), line('0.50', ITBMS_7)])).toEqual([
      ['0.04'],
      ['0.05'],
      ['0.03'],
    ]);
  });

  test('the same rate inside one price and on top of another are two taxes', () => {
    expect(amounts([line('1.21', VAT_21_INCLUDED), line('1.00', { ...VAT_21_INCLUDED, included: false })])).toEqual([
      ['0.21'],
      ['0.21'],
    ]);
  });

  test('an exact half cent that only two odd divisors together make is still a half cent', () => {
    // 0.24 × 0.05 / 1.05 and 0.08 × 0.05 / 1.12 never end as decimals; together they are 0.015.
    const shared = included('0.0500');
    const lines = [line('0.24', shared), line('0.08', shared, included('0.0700'))];
    const [first, second] = taxLines(lines, PER_RATE);
    expect(sum([first?.[0]?.amount ?? new Decimal(0), second?.[0]?.amount ?? new Decimal(0)]).toFixed(2)).toBe('0.02');
  });
});

describe('lines without money or without tax', () => {
  test('carry none', () => {
    expect(amounts([line('5.00'), line('0.00', ITBMS_7), line('1.00', ITBMS_7)])).toEqual([[], ['0.00'], ['0.07']]);
    expect(taxLines([], PER_RATE)).toEqual([]);
  });
});

/** The tax of each rate over the document, by whole-number fractions: no decimal library, no rounding on the way. */
function exactTaxes(lines: readonly { units: number; taxes: readonly TaxRule[] }[]): Map<string, bigint> {
  const tenThousandths = (rate: string) => BigInt(new Decimal(rate).times(10_000).toFixed());
  const sums = new Map<string, { over: bigint; under: bigint }>();
  for (const { units, taxes } of lines) {
    const held = taxes.filter((rule) => rule.included).reduce((all, rule) => all + tenThousandths(rule.rate), 0n);
    const divisor = 10_000n + held;
    for (const rule of taxes) {
      const known = sums.get(rule.tax_id) ?? { over: 0n, under: 1n };
      const part = BigInt(units) * tenThousandths(rule.rate);
      sums.set(rule.tax_id, { over: known.over * divisor + part * known.under, under: known.under * divisor });
    }
  }
  // Half up: floor of the double plus one, halved.
  return new Map([...sums].map(([taxId, { over, under }]) => [taxId, (2n * over + under) / (2n * under)]));
}

const distinctRules = fc.uniqueArray(taxRules(fc.boolean()), { maxLength: 2, selector: (rule) => rule.tax_id });

const taxedLines = fc.array(fc.record({ units: fc.integer({ min: 0, max: 50_000 }), taxes: distinctRules }), {
  minLength: 1,
  maxLength: 10,
});

describe('always', () => {
  test('per rate, the shares of the lines sum to the exact tax of the document, rounded half up', () => {
    fc.assert(
      fc.property(currencies, taxedLines, (currency, drawn) => {
        const lines = drawn.map(({ units, taxes }) => ({ amount: new Decimal(amountOfUnits(units, currency)), taxes }));
        const unit = new Decimal(10).pow(-currencyDecimals(currency));
        const given = new Map<string, bigint>();
        for (const tax of taxLines(lines, policyOf({ currency })).flat()) {
          const units = BigInt(tax.amount.div(unit).toFixed());
          given.set(tax.rule.tax_id, (given.get(tax.rule.tax_id) ?? 0n) + units);
        }
        expect(given).toEqual(exactTaxes(drawn));
      }),
      { numRuns: 600 },
    );
  });

  test('per rate, no line is more than one minor unit away from its own exact tax', () => {
    fc.assert(
      fc.property(taxedLines, (drawn) => {
        const lines = drawn.map(({ units, taxes }) => ({ amount: new Decimal(units), taxes }));
        taxLines(lines, policyOf({ currency: 'JPY' })).forEach((taxes, index) => {
          const divisor = sum((lines[index]?.taxes ?? []).map((rule) => new Decimal(rule.included ? rule.rate : 0)));
          for (const tax of taxes) {
            const exact = (lines[index]?.amount ?? new Decimal(0)).times(tax.rule.rate).div(divisor.plus(1));
            // A share of the rounded sum: up to one unit from its remainder, and its part of the sum's own rounding.
            expect(tax.amount.minus(exact).abs().lessThan(1.5)).toBe(true);
          }
        });
      }),
      { numRuns: 500 },
    );
  });

  test('per line, each line is rounded by itself, whatever stands beside it', () => {
    fc.assert(
      fc.property(taxedLines, (drawn) => {
        const lines = drawn.map(({ units, taxes }) => ({ amount: new Decimal(units).div(100), taxes }));
        const together = amounts(lines, PER_LINE);
        const alone = lines.flatMap((each) => amounts([each], PER_LINE));
        expect(together).toEqual(alone);
      }),
      { numRuns: 300 },
    );
  });

  test('base and included tax make up the line again', () => {
    fc.assert(
      fc.property(taxedLines, fc.constantFrom(PER_RATE, PER_LINE), (drawn, policy) => {
        const lines = drawn.map(({ units, taxes }) => ({ amount: new Decimal(units).div(100), taxes }));
        taxLines(lines, policy).forEach((taxes, index) => {
          const held = sum(taxes.filter((tax) => tax.rule.included).map((tax) => tax.amount));
          for (const tax of taxes) {
            expect(tax.base.plus(held).equals(lines[index]?.amount ?? -1)).toBe(true);
          }
        });
      }),
      { numRuns: 300 },
    );
  });
});
