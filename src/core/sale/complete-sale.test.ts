import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Policy } from '#core/catalogue/catalogue.ts';
import { currencyDecimals, Decimal, sum } from '#core/money/money.ts';
import { paidSales } from '#testkit/sale-arbitraries.ts';
import {
  amountOff,
  bookOf,
  card,
  cash,
  ITBMS_10,
  ITBMS_7,
  lineOf,
  lineProductOf,
  percent,
  policyOf,
  saleOf,
} from '#testkit/sale-builders.ts';
import { checkCompletion, completeSale, transactionNumber } from './complete-sale.ts';
import type { Sale } from './sale.ts';
import type { TransactionDocument } from './transaction.ts';

const policy = policyOf();

function complete(sale: Sale, rules = policy): TransactionDocument {
  return completeSale(sale, {
    book: bookOf(rules),
    localId: 'local-1',
    catalogueVersion: 'v1',
    now: '2026-03-14T15:05:00.000Z',
    transactionNumber: 'POS-2026-T03-000123',
  });
}

function verdict(sale: Sale): string {
  const check = checkCompletion(sale, bookOf(policy));
  return check.ok ? 'may be completed' : check.problem.type;
}

const sale = saleOf(
  [
    lineOf({
      product: lineProductOf({ barcode: '5901234123457', brand: 'Horno', taxes: [ITBMS_7] }),
      quantity: '2',
      unitPrice: '2.50',
    }),
    lineOf({ taxes: [ITBMS_10], unitPrice: '10.00', discount: percent('5') }),
  ],
  {
    customer: { customerId: 'c-1', name: 'Rosa' },
    note: 'gift',
    discount: amountOff('0.50'),
    tenders: [card('5.00'), cash('20.00')],
  },
);

describe('a completed sale', () => {
  const document = complete(sale);

  test('keeps who, where, when and under which rules', () => {
    expect(document).toMatchObject({
      transaction_id: 'sale-1',
      transaction_number: 'POS-2026-T03-000123',
      local_id: 'local-1',
      cashier_id: 'staff-ana',
      customer_id: 'c-1',
      currency: 'USD',
      catalogue_version: 'v1',
      tax_rounding: 'per_rate',
      discount_basis: 'before_tax',
      created_at: '2026-03-14T15:00:00.000Z',
      completed_at: '2026-03-14T15:05:00.000Z',
      notes: 'gift',
    });
  });

  test('keeps what was sold as it was sold, with its figures', () => {
    expect(document.items[0]).toEqual({
      item_id: 'line-1',
      variant_id: 'variant-bread',
      sku: 'BREAD',
      product_name: { es: 'Pan de molde', en: 'Sliced bread' },
      barcode: '5901234123457',
      category: 'Panadería',
      brand: 'Horno',
      item_type: 'FOOD',
      unit: 'unit',
      quantity: '2',
      unit_price: '2.50',
      gross: '5.00',
      subtotal: '5.00',
      discount: null,
      discount_amount: '0.17',
      tax_amount: '0.34',
      total: '5.17',
      taxes: [{ ...ITBMS_7, base: '4.83', amount: '0.34' }],
    });
  });

  test('keeps each discount with what it came to', () => {
    expect(document.items[1]?.discount).toEqual({
      discount_type: 'percentage',
      discount_value: '5',
      discount_amount: '0.50',
      reason: 'regular customer',
    });
    expect(document.discount).toEqual({
      discount_type: 'fixed_amount',
      discount_value: '0.50',
      discount_amount: '0.50',
      reason: 'dented tin',
    });
    expect(document.items[1]?.discount_amount).toBe('0.83');
  });

  test('has the figures of the whole, tax by tax', () => {
    expect(document.totals).toEqual({
      subtotal: '15.00',
      discount_amount: '1.00',
      tax_amount: '1.26',
      total_amount: '15.26',
    });
    expect(document.taxes).toEqual([
      { ...ITBMS_7, base: '4.83', amount: '0.34' },
      { ...ITBMS_10, base: '9.17', amount: '0.92' },
    ]);
  });

  test('has payments that come to its total', () => {
    expect(
      document.payments.map(({ payment_method, amount, change_due }) => [payment_method, amount, change_due]),
    ).toEqual([
      ['card', '5.00', null],
      ['cash', '10.26', '9.74'],
    ]);
  });

  test('writes what a discount came to in the decimals of the currency', () => {
    const yen = policyOf({ currency: 'JPY' });
    const inYen = saleOf([lineOf({ unitPrice: '999' })], {
      currency: 'JPY',
      discount: percent('5'),
      tenders: [cash('1000')],
    });
    expect(complete(inYen, yen).discount?.discount_amount).toBe('50');
    const free = saleOf([lineOf({ unitPrice: '0.00' })], { discount: percent('5') });
    expect(complete(free).discount?.discount_amount).toBe('0.00');
  });

  test('of an anonymous customer names none', () => {
    expect(complete({ ...sale, customer: null }).customer_id).toBeNull();
  });
});

describe('a sale paid in cash where the small coins are gone', () => {
  const inFives = policyOf({ cash_rounding: { step: '0.05', mode: 'half_up' } });
  const groceries = saleOf([lineOf({ unitPrice: '4.92' })]);

  test('is paid with the rounded amount; the rounding stands on its own beside the rule', () => {
    const document = complete({ ...groceries, tenders: [cash('5.00')] }, inFives);
    expect(document.totals).toMatchObject({ total_amount: '4.92', cash_rounding_amount: '-0.02' });
    expect(document.cash_rounding).toEqual({ step: '0.05', mode: 'half_up' });
    expect(document.payments).toMatchObject([{ amount: '4.90', received: '5.00', change_due: '0.10' }]);
  });

  test('may be completed with less than its total, and not with less than the rounded one', () => {
    expect(complete({ ...groceries, tenders: [cash('4.90')] }, inFives).payments[0]?.change_due).toBe('0.00');
    expect(() => complete({ ...groceries, tenders: [cash('4.89')] }, inFives)).toThrow(/INSUFFICIENT_PAYMENT/);
  });

  test('keeps the rule also where it changed nothing, so that part of the sale can come back in coins there are', () => {
    const exact = complete({ ...groceries, tenders: [card('1.92'), cash('3.00')] }, inFives);
    expect(exact.cash_rounding).toEqual({ step: '0.05', mode: 'half_up' });
    expect(exact.totals).not.toHaveProperty('cash_rounding_amount');
  });

  test('says nothing of rounding where no cash was rounded', () => {
    const up = policyOf({ cash_rounding: { step: '0.05', mode: 'up' } });
    const exact = [
      complete({ ...groceries, tenders: [card('4.92')] }, inFives),
      // Cash that covers the exact amount is enough where the rounded one is higher.
      complete({ ...groceries, tenders: [cash('4.92')] }, up),
      complete({ ...groceries, tenders: [cash('4.92')] }),
    ];
    for (const document of exact) {
      expect(document).not.toHaveProperty('cash_rounding');
      expect(document.totals).not.toHaveProperty('cash_rounding_amount');
    }
  });
});

describe('a sale may not be completed', () => {
  test('while a scan that found nothing has not been dealt with', () => {
    const misses = [{ missId: 'm-1', text: '123', reason: 'unknown' as const }];
    expect(verdict({ ...sale, misses })).toBe('SCAN_UNRESOLVED');
    expect(() => complete({ ...sale, misses })).toThrow(/SCAN_UNRESOLVED/);
  });

  test('with nothing on it', () => {
    expect(verdict({ ...sale, lines: [] })).toBe('SALE_EMPTY');
  });

  test('while something is left to pay', () => {
    expect(verdict({ ...sale, tenders: [cash('15.25')] })).toBe('INSUFFICIENT_PAYMENT');
    expect(verdict({ ...sale, tenders: [] })).toBe('INSUFFICIENT_PAYMENT');
    expect(() => complete({ ...sale, tenders: [] })).toThrow(/INSUFFICIENT_PAYMENT/);
  });

  test('when more than the total was taken by card', () => {
    expect(verdict({ ...sale, tenders: [card('15.27')] })).toBe('EXCESS_PAYMENT');
    expect(() => complete({ ...sale, tenders: [card('15.27')] })).toThrow(/EXCESS_PAYMENT/);
  });
});

describe('a sale may be completed', () => {
  test('when it is paid to the cent, or beyond it in cash', () => {
    expect(verdict(sale)).toBe('may be completed');
    expect(verdict({ ...sale, tenders: [cash('15.26')] })).toBe('may be completed');
  });

  test('without a tender when nothing is to be paid', () => {
    const free = saleOf([lineOf({ discount: percent('100') })]);
    expect(verdict(free)).toBe('may be completed');
    expect(complete(free).payments).toEqual([]);
  });
});

describe('the number on the receipt', () => {
  test('counts per register and year of the trading day', () => {
    expect(transactionNumber({ businessDate: '2026-12-31', registerCode: 'T03', epoch: 1, saleNumber: 123 })).toBe(
      'POS-2026-T03-000123',
    );
  });

  test('begins a series of its own in a new epoch, so that none is used twice', () => {
    const place = { businessDate: '2026-12-31', registerCode: 'T03', saleNumber: 1 };
    const numbers = [1, 2, 3].map((epoch) => transactionNumber({ ...place, epoch }));
    expect(numbers).toEqual(['POS-2026-T03-000001', 'POS-2026-T03.2-000001', 'POS-2026-T03.3-000001']);
  });

  test('grows on beyond six digits', () => {
    expect(
      transactionNumber({ businessDate: '2026-01-01', registerCode: 'T03', epoch: 1, saleNumber: 1_000_000 }),
    ).toBe('POS-2026-T03-1000000');
  });
});

function total(amounts: readonly string[]): Decimal {
  return sum(amounts.map((amount) => new Decimal(amount)));
}

function always(check: (document: TransactionDocument, drawn: Sale, rules: Policy) => void): void {
  fc.assert(
    fc.property(paidSales(), ({ sale: drawn, policy: rules }) => {
      check(complete(drawn, rules), drawn, rules);
    }),
    { numRuns: 150 },
  );
}

/** Every text in a document, however deep. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') {
    return [value];
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

describe('always', () => {
  test('total = sum of the items, and with the cash rounding = sum of the payments', () => {
    always((document) => {
      const { total_amount, cash_rounding_amount } = document.totals;
      expect(total(document.items.map((item) => item.total)).equals(total_amount)).toBe(true);
      const payable = new Decimal(total_amount).plus(cash_rounding_amount ?? 0);
      expect(total(document.payments.map((payment) => payment.amount)).equals(payable)).toBe(true);
    });
  });

  test('what rounding did stands beside the rule, and never as nothing', () => {
    always((document, _, rules) => {
      const { cash_rounding_amount } = document.totals;
      expect([undefined, rules.cash_rounding]).toContainEqual(document.cash_rounding);
      expect(cash_rounding_amount !== undefined && document.cash_rounding === undefined).toBe(false);
      expect(cash_rounding_amount ?? 'none').not.toMatch(/^0[.0]*$/);
    });
  });

  test('subtotal - discount + tax = total, on every item and on the whole', () => {
    always((document) => {
      for (const item of document.items) {
        const reckoned = new Decimal(item.subtotal).minus(item.discount_amount).plus(item.tax_amount);
        expect(reckoned.equals(item.total)).toBe(true);
      }
      const { subtotal, discount_amount, tax_amount, total_amount } = document.totals;
      expect(new Decimal(subtotal).minus(discount_amount).plus(tax_amount).equals(total_amount)).toBe(true);
    });
  });

  test('the discounts given come to the discount of the whole', () => {
    always((document) => {
      const given = [document.discount, ...document.items.map((item) => item.discount)];
      const worth = total(given.map((discount) => discount?.discount_amount ?? '0'));
      expect(worth.equals(document.totals.discount_amount)).toBe(true);
    });
  });

  test('each item keeps its line, in the order it was sold', () => {
    always((document, drawn) => {
      expect(document.items.map(({ item_id, quantity, unit_price }) => [item_id, quantity, unit_price])).toEqual(
        drawn.lines.map(({ lineId, quantity, unitPrice }) => [lineId, quantity, unitPrice]),
      );
    });
  });

  test('nowhere is there a negative zero, and every total has the decimals of the currency', () => {
    always((document) => {
      expect(textsOf(document).filter((text) => /^-0(\.0+)?$/.test(text))).toEqual([]);
      const decimals = currencyDecimals(document.currency);
      for (const amount of [...Object.values(document.totals), ...document.items.map((item) => item.total)]) {
        expect(amount.split('.')[1]?.length ?? 0).toBe(decimals);
      }
    });
  });
});
