import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { priceSale } from '#core/pricing/price-sale.ts';
import { paidSales } from '#testkit/sale-arbitraries.ts';
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
import { differencesOf, saleOfTransaction } from './reprice.ts';
import type { TransactionDocument } from './transaction.ts';

const policy = policyOf();
const document = documentOf(
  saleOf([lineOf({ unitPrice: '10.00', taxes: [ITBMS_7], discount: percent('5') }), lineOf({ unitPrice: '2.00' })], {
    discount: amountOff('0.50'),
    tenders: [cash('20.00')],
  }),
);

/** The document with its first item changed. */
function withItem(change: Partial<TransactionDocument['items'][number]>): TransactionDocument {
  return { ...document, items: document.items.map((item, place) => (place === 0 ? { ...item, ...change } : item)) };
}

function withTotals(change: Partial<TransactionDocument['totals']>): TransactionDocument {
  return { ...document, totals: { ...document.totals, ...change } };
}

describe('a document priced again', () => {
  test('of an honest till comes out the same', () => {
    expect(differencesOf(document, policy)).toEqual([]);
  });

  test('is priced under the rules it was made under, not those in force today', () => {
    const old = documentOf(
      saleOf([lineOf({ unitPrice: '10.00', taxes: [ITBMS_7] })], {
        discount: percent('10'),
        tenders: [cash('20.00')],
      }),
      bookOf(policyOf({ discount_basis: 'after_tax', tax_rounding: 'per_line' })),
    );
    expect(differencesOf(old, policy)).toEqual([]);
    expect(differencesOf(old, policyOf({ currency: 'JPY' }))).toEqual([]);
  });

  test.each([
    ['totals.subtotal', withTotals({ subtotal: '12.01' })],
    ['totals.discount_amount', withTotals({ discount_amount: '0.00' })],
    ['totals.tax_amount', withTotals({ tax_amount: '0.00' })],
    ['totals.total_amount', withTotals({ total_amount: '1.00' })],
    ['items.0.gross', withItem({ gross: '10.01' })],
    ['items.0.subtotal', withItem({ subtotal: '9.99' })],
    ['items.0.discount_amount', withItem({ discount_amount: '0.90' })],
    ['items.0.tax_amount', withItem({ tax_amount: '0.65' })],
    ['items.0.total', withItem({ total: '9.99' })],
    ['items.0.taxes', withItem({ taxes: document.items[0]?.taxes.map((tax) => ({ ...tax, amount: '0.01' })) ?? [] })],
    [
      'items.0.discount',
      withItem({ discount: { ...discountOf(document.items[0]?.discount), discount_amount: '0.49' } }),
    ],
    ['discount', { ...document, discount: { ...discountOf(document.discount), discount_amount: '0.49' } }],
    ['taxes', { ...document, taxes: [] }],
    ['payments', { ...document, payments: [] }],
    ['payments', { ...document, payments: document.payments.map((payment) => ({ ...payment, amount: '0.001' })) }],
  ])('%s alone is named when it alone is wrong', (name, wrong) => {
    expect(differencesOf(wrong, policy)).toEqual([name]);
  });

  test('names what follows when a quantity, a price, a rate or a discount was changed', () => {
    const cheaper = differencesOf(withItem({ unit_price: '9.00' }), policy);
    expect(cheaper).toEqual(expect.arrayContaining(['items.0.gross', 'totals.total_amount', 'payments']));
    expect(differencesOf(withItem({ quantity: '2' }), policy)).toContain('totals.total_amount');
    expect(differencesOf({ ...document, discount: null }, policy)).toContain('totals.discount_amount');
    expect(differencesOf(withItem({ taxes: [] }), policy)).toContain('totals.tax_amount');
  });

  test('of cash that was rounded comes out the same by the rule it carries, whatever the rule is today', () => {
    const made = documentOf(
      saleOf([lineOf({ unitPrice: '4.92' })], { tenders: [card('2.00'), cash('5.00')] }),
      bookOf(policyOf({ cash_rounding: { step: '0.05', mode: 'half_up' } })),
    );
    expect(made.totals.cash_rounding_amount).toBe('-0.02');
    expect(differencesOf(made, policy)).toEqual([]);
    expect(differencesOf(made, policyOf({ cash_rounding: { step: '1.00', mode: 'up' } }))).toEqual([]);
  });

  test('names an item that was taken out', () => {
    expect(differencesOf({ ...document, items: document.items.slice(0, 1) }, policy)).toContain('totals.subtotal');
  });

  test('names figures that are spelled otherwise: 10.0 is not how ten dollars are written', () => {
    expect(differencesOf(withItem({ gross: '10.0' }), policy)).toEqual(['items.0.gross']);
  });
});

function discountOf(discount: TransactionDocument['discount'] | undefined) {
  return discount ?? { discount_type: 'percentage' as const, discount_value: '0', discount_amount: '0', reason: '' };
}

describe('a document that cannot be priced', () => {
  test('for its taxes take all of the price names them, and is not thrown', () => {
    const all = document.items[0]?.taxes.map((tax) => ({ ...tax, kind: 'inside' as const, rate: '1.0000' })) ?? [];
    expect(all).not.toEqual([]);
    expect(differencesOf(withItem({ taxes: all }), policy)).toEqual(['taxes']);
  });
});

describe('the sale of a document', () => {
  test('is the sale it was made from, without customer and tenders', () => {
    const sale = saleOf([lineOf({ taxes: [ITBMS_7], discount: percent('5') })], {
      note: 'gift',
      discount: amountOff('0.10'),
    });
    const made = documentOf({ ...sale, tenders: [cash('5.00')] });
    expect(saleOfTransaction(made)).toEqual(sale);
  });
});

describe('always', () => {
  test('a completed sale shows no difference, and is not changed by looking', () => {
    fc.assert(
      fc.property(paidSales(), (drawn) => {
        const made = documentOf(drawn.sale, bookOf(drawn.policy));
        const before = structuredClone(made);
        expect(differencesOf(made, drawn.policy)).toEqual([]);
        expect(made).toEqual(before);
      }),
      { numRuns: 150 },
    );
  });

  test('the sale of a document is priced as the sale was', () => {
    fc.assert(
      fc.property(paidSales(), (drawn) => {
        const again = priceSale(saleOfTransaction(documentOf(drawn.sale, bookOf(drawn.policy))), bookOf(drawn.policy));
        expect(again).toEqual(priceSale(drawn.sale, bookOf(drawn.policy)));
      }),
      { numRuns: 120 },
    );
  });
});
