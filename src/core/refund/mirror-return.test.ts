import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal, sum } from '#core/money/money.ts';
import type { TransactionDocument } from '#core/sale/transaction.ts';
import { anySales, paidInFull } from '#testkit/any-sales.ts';
import {
  amountOff,
  bookOf,
  card,
  cash,
  documentOf,
  ITBMS_7,
  lineOf,
  percent,
  policyOf,
  saleOf,
} from '#testkit/sale-builders.ts';
import { type MirroredReturn, mirrorReturn, type Quantities } from './mirror-return.ts';

const NOTHING: Quantities = new Map();

function returned(sale: TransactionDocument, wanted: Record<string, string>, before: Quantities = NOTHING) {
  const answer = mirrorReturn(sale, before, new Map(Object.entries(wanted)));
  if (!answer.ok) {
    throw new Error(answer.problem.type);
  }
  return answer.mirrored;
}

/** Takes the sale back bit by bit, as the bits are given, and answers with every return. */
function takeBack(sale: TransactionDocument, bits: readonly (readonly [string, Decimal])[]): MirroredReturn[] {
  const before = new Map<string, string>();
  return bits.map(([itemId, quantity]) => {
    const back = returned(sale, { [itemId]: quantity.toFixed() }, before);
    before.set(itemId, quantity.plus(before.get(itemId) ?? 0).toFixed());
    return back;
  });
}

const THREE_FOR_TEN = documentOf(
  saleOf([lineOf({ quantity: '3', unitPrice: '3.33', taxes: [ITBMS_7] })], {
    discount: amountOff('1.00'),
    tenders: [cash('20.00')],
  }),
);

describe('what comes back', () => {
  test('of a whole sale is the sale', () => {
    const back = returned(THREE_FOR_TEN, { 'line-1': '3' });
    const { totals } = THREE_FOR_TEN;
    expect([back.subtotal, back.discount_amount, back.tax_amount, back.total]).toEqual([
      totals.subtotal,
      totals.discount_amount,
      totals.tax_amount,
      totals.total_amount,
    ]);
  });

  test('of one piece after the other is each time its part, and together the whole', () => {
    // 9.99 less 1.00 and 7 %: 9.62 for three.
    const backs = takeBack(
      THREE_FOR_TEN,
      [1, 1, 1].map((one) => ['line-1', new Decimal(one)] as const),
    );
    expect(backs.map((back) => back.total)).toEqual(['3.21', '3.20', '3.21']);
    expect(backs.map((back) => back.discount_amount)).toEqual(['0.33', '0.34', '0.33']);
    expect(backs.map((back) => back.tax_amount)).toEqual(['0.21', '0.21', '0.21']);
  });

  test('in cash, of a sale whose cash was rounded, is in coins there are, and together what was taken', () => {
    const policy = policyOf({ cash_rounding: { step: '0.05', mode: 'half_up' } });
    const sale = saleOf([lineOf({ quantity: '3', unitPrice: '1.64' })], { tenders: [cash('5.00')] });
    const rounded = documentOf(sale, bookOf(policy));
    expect(rounded.payments[0]?.amount).toBe('4.90');
    const backs = takeBack(
      rounded,
      [1, 1, 1].map((one) => ['line-1', new Decimal(one)] as const),
    );
    expect(backs.map((back) => [back.total, back.cash])).toEqual([
      ['1.64', '1.65'],
      ['1.64', '1.65'],
      ['1.64', '1.60'],
    ]);
  });

  test('goes to the card first where a sale was paid with card and rounded cash', () => {
    const policy = policyOf({ cash_rounding: { step: '0.05', mode: 'half_up' } });
    const sale = saleOf([lineOf({ quantity: '2', unitPrice: '7.86' })], { tenders: [card('0.68'), cash('20.00')] });
    const backs = takeBack(documentOf(sale, bookOf(policy)), [
      ['line-1', new Decimal(1)],
      ['line-1', new Decimal(1)],
    ]);
    // 15.72: 0.68 by card and 15.04 in cash, rounded to 15.05.
    expect(sum(backs.map((back) => new Decimal(back.cash ?? 0))).toFixed(2)).toBe('15.05');
  });

  test('is not rounded where nothing was', () => {
    expect(returned(THREE_FOR_TEN, { 'line-1': '1' }).cash).toBeNull();
  });
});

describe('what may not come back', () => {
  const refusal = (wanted: Record<string, string>, before: Quantities = NOTHING) => {
    const answer = mirrorReturn(THREE_FOR_TEN, before, new Map(Object.entries(wanted)));
    return answer.ok ? 'taken' : answer.problem.type;
  };

  test('more than was sold, or than is left after the returns before', () => {
    expect(refusal({ 'line-1': '4' })).toBe('RETURN_TOO_MUCH');
    expect(refusal({ 'line-1': '2' }, new Map([['line-1', '2']]))).toBe('RETURN_TOO_MUCH');
    expect(refusal({ 'line-1': '1' }, new Map([['line-1', '2']]))).toBe('taken');
  });

  test('nothing, less than nothing, or what was never sold', () => {
    expect(refusal({})).toBe('RETURN_NOTHING');
    expect(refusal({ 'line-1': '0' })).toBe('RETURN_NOTHING');
    expect(refusal({ 'line-1': '-1' })).toBe('RETURN_NOTHING');
    expect(refusal({ 'line-9': '1' })).toBe('RETURN_NOTHING');
  });
});

/** A document with its items cut into bits, in any order. */
const takenApart = paidInFull(anySales()).chain(({ sale, book }) => {
  const document = documentOf(sale, book);
  const bits = document.items.flatMap((item) => bitsOf(item.item_id, item.quantity));
  return fc.record({
    document: fc.constant(document),
    bits: fc.shuffledSubarray(bits, { minLength: bits.length, maxLength: bits.length }),
  });
});

/** A quantity as up to four bits: pieces stay whole, weights may be cut anywhere. */
function bitsOf(itemId: string, quantity: string): (readonly [string, Decimal])[] {
  const whole = new Decimal(quantity);
  const places = whole.isInteger() ? 0 : 3;
  const cuts = ['0.1', '0.37', '0.5'].map((share) => whole.times(share).toDecimalPlaces(places, Decimal.ROUND_DOWN));
  const edges = [new Decimal(0), ...cuts, whole];
  return edges
    .slice(1)
    .map((edge, index) => [itemId, edge.minus(edges[index] ?? 0)] as const)
    .filter(([, bit]) => !bit.isZero());
}

const FIGURES = ['subtotal', 'discount_amount', 'tax_amount', 'total'] as const;

describe('always', () => {
  test('any split of lines and quantities, in any order, gives back exactly what was taken', () => {
    fc.assert(
      fc.property(takenApart, ({ document, bits }) => {
        const backs = takeBack(document, bits);
        const totals = { ...document.totals, total: document.totals.total_amount };
        for (const figure of FIGURES) {
          expect(sum(backs.map((back) => new Decimal(back[figure]))).equals(totals[figure])).toBe(true);
        }
        for (const back of backs) {
          expect(new Decimal(back.subtotal).minus(back.discount_amount).plus(back.tax_amount).equals(back.total)).toBe(
            true,
          );
          expect(new Decimal(back.total).isNegative()).toBe(false);
        }
      }),
      { numRuns: 10_000 },
    );
  }, 120_000);

  test('each tax, each promotion and the cash come back in full too', () => {
    fc.assert(
      fc.property(takenApart, ({ document, bits }) => {
        const backs = takeBack(document, bits).flatMap((back) => back.lines);
        for (const line of backs) {
          const promoted = sum(line.promotions.map((each) => new Decimal(each.amount)));
          expect(promoted.lessThanOrEqualTo(line.discount_amount)).toBe(true);
        }
        for (const item of document.items) {
          const lines = backs.filter((line) => line.item_id === item.item_id);
          item.taxes.forEach((tax, place) => {
            expect(sum(lines.map((line) => new Decimal(line.taxes[place]?.amount ?? 0))).equals(tax.amount)).toBe(true);
            expect(sum(lines.map((line) => new Decimal(line.taxes[place]?.base ?? 0))).equals(tax.base)).toBe(true);
          });
          (item.promotions ?? []).forEach((cut, place) => {
            const back = lines.map((line) => new Decimal(line.promotions[place]?.amount ?? 0));
            expect(sum(back).equals(cut.amount)).toBe(true);
          });
        }
      }),
      { numRuns: 2_000 },
    );
  }, 120_000);

  test('cash that was rounded comes back as it was taken, in whole steps', () => {
    const rounded = takenApart.filter(({ document }) => document.cash_rounding !== undefined);
    fc.assert(
      fc.property(rounded, ({ document, bits }) => {
        const cashBack = takeBack(document, bits).map((back) => new Decimal(back.cash ?? 0));
        const taken = document.payments.filter((paid) => paid.payment_method === 'cash');
        expect(sum(cashBack).equals(sum(taken.map((paid) => new Decimal(paid.amount))))).toBe(true);
        for (const amount of cashBack) {
          expect(amount.modulo(document.cash_rounding?.step ?? 1).isZero()).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  }, 120_000);
});

test('a discount by hand comes back with its line', () => {
  const sale = saleOf([lineOf({ quantity: '3', unitPrice: '1.00', discount: percent('10') })], {
    tenders: [cash('2.70')],
  });
  expect(
    takeBack(
      documentOf(sale),
      [1, 2].map((bit) => ['line-1', new Decimal(bit)] as const),
    ).map((back) => back.total),
  ).toEqual(['0.90', '1.80']);
});
