import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal, sum } from '#core/money/money.ts';
import { differencesOf } from '#core/sale/reprice.ts';
import type { Sale, SaleLine } from '#core/sale/sale.ts';
import type { TransactionDocument } from '#core/sale/transaction.ts';
import { type AnySale, anySales, paidInFull } from '#testkit/any-sales.ts';
import { documentOf } from '#testkit/sale-builders.ts';
import { explainSale } from './explain-sale.ts';
import { type OpenPrice, priceOpenSale } from './price-open-sale.ts';
import { priceSale, withTaxShares } from './price-sale.ts';
import type { PricedLine, PricedSale } from './priced-sale.ts';

/** Every promise is kept over this many sales, each with anything in it under any policy. */
const SALES = 10_000;
const LONG = 180_000;

function always(sales: fc.Arbitrary<AnySale>, check: (drawn: AnySale) => void): void {
  fc.assert(fc.property(sales, check), { numRuns: SALES });
}

function total(amounts: readonly string[]): Decimal {
  return sum(amounts.map((amount) => new Decimal(amount)));
}

function addsUp({ subtotal, discount, tax, total: whole }: PricedSale | PricedLine): boolean {
  return new Decimal(subtotal).minus(discount).plus(tax).equals(whole);
}

const FIGURES = ['subtotal', 'discount', 'tax', 'total'] as const;

describe('whatever is sold, under whatever policy', () => {
  test(
    'a sale can be priced, goods that come back among those that go, and every figure is the sum of its lines',
    () => {
      always(anySales({ goodsComeBack: true }), ({ sale, book }) => {
        const priced = priceSale(sale, book);
        expect(addsUp(priced)).toBe(true);
        expect(priced.lines.every(addsUp)).toBe(true);
        for (const figure of FIGURES) {
          expect(total(priced.lines.map((line) => line[figure])).equals(priced[figure])).toBe(true);
        }
        for (const tax of priced.taxes) {
          const shares = priced.lines.flatMap((line) => line.taxes.filter((share) => isSameTax(share, tax)));
          expect(total(shares.map((share) => share.amount)).equals(tax.amount)).toBe(true);
          expect(total(shares.map((share) => share.base)).equals(tax.base)).toBe(true);
        }
        const cuts = priced.lines.flatMap((line) => line.promotions.map((cut) => cut.amount));
        expect(total(cuts).equals(priced.promotions)).toBe(true);
        expect(total(priced.byPromotion.map((cut) => cut.amount)).equals(priced.promotions)).toBe(true);
      });
    },
    LONG,
  );

  test(
    'no line is reduced below nothing, nor below its lowest price',
    () => {
      always(anySales(), ({ sale, book }) => {
        priceSale(sale, book).lines.forEach((line, index) => {
          const sold = sale.lines[index];
          const lowest = new Decimal(sold?.product.minimumPrice ?? 0).times(sold?.quantity ?? 0);
          const left = new Decimal(line.gross).minus(line.discount);
          expect(left.isNegative()).toBe(false);
          // A floor is rounded like a price, and a line that costs less than its floor is not reduced at all.
          const unit = new Decimal(1).div(new Decimal(10).pow(left.decimalPlaces()));
          const held = left.plus(unit).greaterThan(lowest) || new Decimal(line.discount).isZero();
          expect(held || new Decimal(line.gross).lessThanOrEqualTo(lowest)).toBe(true);
        });
      });
    },
    LONG,
  );

  test(
    'the tenders come to the total and its rounding, the change is what was handed over beyond that, and the server prices it as the till did, to the cent, from what the sale alone says',
    () => {
      always(paidInFull(anySales()), ({ sale, book }) => {
        const document = documentOf(sale, book);
        const { totals, payments } = document;
        const due = new Decimal(totals.total_amount).plus(totals.cash_rounding_amount ?? 0);
        expect(total(payments.map((paid) => paid.amount)).equals(due)).toBe(true);
        const handed = total(payments.map((paid) => paid.received ?? paid.amount));
        expect(handed.minus(total(payments.map((paid) => paid.change_due ?? '0'))).equals(due)).toBe(true);
        const sent = JSON.parse(JSON.stringify(document)) as TransactionDocument;
        expect(differencesOf(sent, book.policy)).toEqual([]);
      });
    },
    LONG,
  );

  test(
    'goods that come back at the price they went for come to the mirror of the sale',
    () => {
      always(anySales({ promotions: () => fc.constant([]) }), ({ sale, book }) => {
        const lines = sale.lines.map((line) => ({ ...withoutFixedDiscount(line), quantity: line.quantity }));
        const went = priceSale({ ...sale, lines, discount: null }, book);
        const came = priceSale({ ...sale, lines: lines.map(turnedRound), discount: null }, book);
        for (const figure of FIGURES) {
          expect(new Decimal(came[figure]).plus(went[figure]).isZero()).toBe(true);
          came.lines.forEach((line, index) => {
            expect(new Decimal(line[figure]).plus(went.lines[index]?.[figure] ?? 1).isZero()).toBe(true);
          });
        }
      });
    },
    LONG,
  );

  test(
    'every step that is told leads to the figure that is charged',
    () => {
      always(anySales(), ({ sale, book }) => {
        const price = priceOpenSale(sale, book, null);
        const priced = withTaxShares(price);
        const explained = explainSale(price);
        expect(explained.sale.at(-1)).toEqual({ kind: 'total', amount: priced.total });
        explained.lines.forEach(({ steps }, index) => {
          const taken = steps.flatMap((step) => (REDUCES.has(step.kind) && 'amount' in step ? [step.amount] : []));
          expect(total(taken).equals(priced.lines[index]?.discount ?? 0)).toBe(true);
          expect(steps.at(-1)).toEqual({ kind: 'total', amount: priced.lines[index]?.total });
        });
      });
    },
    LONG,
  );
});

const REDUCES = new Set(['promotion', 'line_discount', 'sale_discount']);

describe('a sale that changes line by line', () => {
  const change = fc.record({
    at: fc.nat(),
    kind: fc.constantFrom('quantity' as const, 'remove' as const, 'repeat' as const, 'undiscount' as const),
    pieces: fc.integer({ min: 1, max: 9 }),
  });

  test(
    'has after every change the figures that a new pricing gives, and keeps what did not change',
    () => {
      const drawn = fc.record({ any: anySales(), changes: fc.array(change, { minLength: 1, maxLength: 5 }) });
      fc.assert(
        fc.property(drawn, ({ any: { sale, book }, changes }) => {
          let price = priceOpenSale(sale, book, null);
          for (const each of changes) {
            const before = price;
            price = priceOpenSale(changed(price.sale, each), book, before);
            expect(price.figures).toEqual(priceOpenSale(price.sale, book, null).figures);
            expect(priceOpenSale(price.sale, book, price).ends).toEqual(price.ends);
          }
        }),
        { numRuns: SALES / 2 },
      );
    },
    LONG,
  );

  test('works out only the line that changed, where nothing joins it to the others', () => {
    const any = anySales({ promotions: () => fc.constant([]) }).filter(({ sale }) => sale.lines.length > 2);
    fc.assert(
      fc.property(any, fc.nat(), ({ sale: drawn, book }, at) => {
        const sale = { ...drawn, discount: null };
        const before = priceOpenSale(sale, book, null);
        const after = priceOpenSale(changed(sale, { at, kind: 'quantity', pieces: 77 }), book, before);
        expect(keptLines(before, after)).toBe(sale.lines.length - 1);
      }),
      { numRuns: 300 },
    );
  });
});

function keptLines(before: OpenPrice, after: OpenPrice): number {
  return after.figures.lines.filter((line) => before.figures.lines.includes(line)).length;
}

function changed(sale: Sale, change: { at: number; kind: string; pieces: number }): Sale {
  const index = sale.lines.length === 0 ? 0 : change.at % sale.lines.length;
  const line = sale.lines[index];
  if (line === undefined) {
    return sale;
  }
  switch (change.kind) {
    case 'remove':
      return { ...sale, lines: sale.lines.toSpliced(index, 1) };
    case 'repeat':
      return { ...sale, lines: [...sale.lines, { ...line, lineId: `line-${String(sale.lines.length + 50)}` }] };
    case 'undiscount':
      return { ...sale, discount: null, lines: sale.lines.with(index, { ...line, discount: null }) };
    default:
      return { ...sale, lines: sale.lines.with(index, { ...line, quantity: String(change.pieces) }) };
  }
}

/** An amount off a line is not turned round with it; a percentage is. */
function withoutFixedDiscount(line: SaleLine): SaleLine {
  return line.discount?.type === 'fixed_amount' ? { ...line, discount: null } : line;
}

function turnedRound(line: SaleLine): SaleLine {
  return { ...line, quantity: `-${line.quantity}` };
}

function isSameTax(a: PricedSale['taxes'][number], b: PricedSale['taxes'][number]): boolean {
  return a.tax_id === b.tax_id && a.rate === b.rate && a.included === b.included && a.kind === b.kind;
}
