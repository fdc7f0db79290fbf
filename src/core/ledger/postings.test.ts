import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal, sum } from '#core/money/money.ts';
import type { Sale } from '#core/sale/sale.ts';
import type { TransactionDocument } from '#core/sale/transaction.ts';
import { paidSales } from '#testkit/sale-arbitraries.ts';
import {
  bookOf,
  card,
  cash,
  documentOf,
  ITBMS_7,
  lineOf,
  lineProductOf,
  percent,
  policyOf,
  saleOf,
} from '#testkit/sale-builders.ts';
import { type LedgerLine, type Posting, postingsOf } from './postings.ts';

function posted(sale: Sale): Posting {
  return postingsOf(documentOf(sale));
}

/** What was applied, as "debit ← credit amount". */
function applied(posting: Posting): string[] {
  return posting.offsets
    .filter((offset) => offset.type === 'APPLY')
    .map((offset) => `${offset.debitId ?? ''} ← ${offset.creditId ?? ''} ${offset.amount}`);
}

describe('a sale in the ledger', () => {
  const book = lineOf({
    product: lineProductOf({ itemType: 'BOOK', name: { es: 'Novela', en: 'Novel' }, taxes: [ITBMS_7] }),
    quantity: '2',
    unitPrice: '2.50',
  });
  const posting = posted(saleOf([book, lineOf()], { tenders: [cash('10.00')] }));

  test('is a positive debit for each item, named by its kind, with its quantity', () => {
    expect(posting.lines.slice(0, 2)).toEqual([
      {
        lineId: 'sale-1:line-1',
        debitTypeCode: 'BOOK',
        creditTypeCode: null,
        amount: '5.35',
        paymentType: null,
        onRegister: false,
        note: '2',
        description: 'Novela',
      },
      expect.objectContaining({ lineId: 'sale-1:line-2', debitTypeCode: 'FOOD', amount: '1.00' }),
    ]);
  });

  test('and a negative credit for each payment, on the register', () => {
    expect(posting.lines.slice(2)).toEqual([
      {
        lineId: 'sale-1:cash-1',
        debitTypeCode: null,
        creditTypeCode: 'PURCHASE',
        amount: '-6.35',
        paymentType: 'CASH',
        onRegister: true,
        note: 'POS SALE',
        description: null,
      },
    ]);
  });

  test('with offsets that say when each line was made and what paid for it', () => {
    expect(posting.offsets).toEqual([
      { debitId: 'sale-1:line-1', creditId: null, type: 'CREATE', amount: '5.35' },
      { debitId: 'sale-1:line-2', creditId: null, type: 'CREATE', amount: '1.00' },
      { debitId: null, creditId: 'sale-1:cash-1', type: 'CREATE', amount: '-6.35' },
      { debitId: 'sale-1:line-1', creditId: 'sale-1:cash-1', type: 'APPLY', amount: '-5.35' },
      { debitId: 'sale-1:line-2', creditId: 'sale-1:cash-1', type: 'APPLY', amount: '-1.00' },
    ]);
  });
});

describe('several tenders', () => {
  test('are applied one after the other, each until it is used up', () => {
    const sale = saleOf([lineOf({ unitPrice: '60.00' }), lineOf({ unitPrice: '30.00' })], {
      tenders: [card('40.00'), cash('50.00')],
    });
    expect(applied(posted(sale))).toEqual([
      'sale-1:line-1 ← sale-1:card-1 -40.00',
      'sale-1:line-1 ← sale-1:cash-1 -20.00',
      'sale-1:line-2 ← sale-1:cash-1 -30.00',
    ]);
  });
});

describe('items that cost nothing', () => {
  test('are in the ledger, and nothing is applied to them', () => {
    const sale = saleOf([lineOf({ unitPrice: '0.00' }), lineOf({ unitPrice: '2.00' })], { tenders: [cash('2.00')] });
    const posting = posted(sale);
    expect(posting.lines.map((line) => line.amount)).toEqual(['0.00', '2.00', '-2.00']);
    expect(applied(posting)).toEqual(['sale-1:line-2 ← sale-1:cash-1 -2.00']);
  });

  test('alone need no payment', () => {
    const posting = posted(saleOf([lineOf({ discount: percent('100') })]));
    expect([posting.lines.length, applied(posting)]).toEqual([1, []]);
  });
});

describe('cash that was rounded', () => {
  const rounded = (unitPrice: string, received: string) =>
    postingsOf(
      documentOf(
        saleOf([lineOf({ unitPrice })], { tenders: [cash(received)] }),
        bookOf(policyOf({ cash_rounding: { step: '0.05', mode: 'half_up' } })),
      ),
    );

  test('down leaves a credit, which pays what the cash does not and stands on no register', () => {
    const posting = rounded('4.92', '5.00');
    expect(posting.lines.map((line) => line.amount)).toEqual(['4.92', '-4.90', '-0.02']);
    expect(posting.lines[2]).toEqual({
      lineId: 'sale-1:cash-rounding',
      debitTypeCode: null,
      creditTypeCode: 'CASH_ROUNDING',
      amount: '-0.02',
      paymentType: null,
      onRegister: false,
      note: 'POS SALE',
      description: null,
    });
    expect(applied(posting)).toEqual([
      'sale-1:line-1 ← sale-1:cash-1 -4.90',
      'sale-1:line-1 ← sale-1:cash-rounding -0.02',
    ]);
  });

  test('up leaves a debit, which the cash pays', () => {
    const posting = rounded('4.98', '5.00');
    expect(posting.lines.map((line) => line.amount)).toEqual(['4.98', '0.02', '-5.00']);
    expect(posting.lines[1]).toMatchObject({ debitTypeCode: 'CASH_ROUNDING', creditTypeCode: null, note: '1' });
    expect(applied(posting)).toEqual([
      'sale-1:line-1 ← sale-1:cash-1 -4.98',
      'sale-1:cash-rounding ← sale-1:cash-1 -0.02',
    ]);
  });

  test('to nothing leaves a payment of nothing and a credit for the whole', () => {
    const posting = rounded('0.02', '0.00');
    expect(posting.lines.map((line) => line.amount)).toEqual(['0.02', '0.00', '-0.02']);
    expect(applied(posting)).toEqual(['sale-1:line-1 ← sale-1:cash-rounding -0.02']);
  });
});

describe('a document that does not come out even', () => {
  test('is never posted', () => {
    const document = documentOf(saleOf([lineOf()], { tenders: [cash('1.00')] }));
    const [payment] = document.payments;
    const short = { ...document, payments: payment === undefined ? [] : [{ ...payment, amount: '0.99' }] };
    expect(() => postingsOf(short)).toThrow(/0\.01 is left over/);
    expect(() => postingsOf({ ...document, payments: [] })).toThrow(RangeError);
  });
});

function total(amounts: readonly string[]): Decimal {
  return sum(amounts.map((amount) => new Decimal(amount)));
}

function always(check: (posting: Posting, document: TransactionDocument) => void): void {
  fc.assert(
    fc.property(paidSales(), (drawn) => {
      const document = documentOf(drawn.sale, bookOf(drawn.policy));
      check(postingsOf(document), document);
    }),
    { numRuns: 150 },
  );
}

const debitsOf = (posting: Posting): LedgerLine[] => posting.lines.filter((line) => line.debitTypeCode !== null);
const creditsOf = (posting: Posting): LedgerLine[] => posting.lines.filter((line) => line.creditTypeCode !== null);

describe('always', () => {
  test('the lines of a sale sum to nothing', () => {
    always((posting) => {
      expect(total(posting.lines.map((line) => line.amount)).isZero()).toBe(true);
    });
  });

  test('there is a debit for each item, a credit for each payment and one line for what rounding did', () => {
    always((posting, document) => {
      const isRounding = (line: LedgerLine) => line.lineId.endsWith(':cash-rounding');
      const goods = debitsOf(posting).filter((line) => !isRounding(line));
      const money = creditsOf(posting).filter((line) => !isRounding(line));
      expect(goods.map((line) => line.amount)).toEqual(document.items.map((item) => item.total));
      expect(
        money.map((line) =>
          new Decimal(line.amount).negated().equals(document.payments[money.indexOf(line)]?.amount ?? ''),
        ),
      ).toEqual(document.payments.map(() => true));
      expect(posting.lines.filter(isRounding).map((line) => line.amount)).toEqual(
        [document.totals.cash_rounding_amount].filter((amount) => amount !== undefined),
      );
      expect(posting.lines).toHaveLength(goods.length + money.length + posting.lines.filter(isRounding).length);
    });
  });

  test('what is applied to each debit comes to its amount, and of each credit to its own', () => {
    always((posting) => {
      const uses = posting.offsets.filter((offset) => offset.type === 'APPLY');
      for (const line of debitsOf(posting)) {
        const paid = total(uses.filter((use) => use.debitId === line.lineId).map((use) => use.amount));
        expect(paid.negated().equals(line.amount)).toBe(true);
      }
      for (const line of creditsOf(posting)) {
        const spent = total(uses.filter((use) => use.creditId === line.lineId).map((use) => use.amount));
        expect(spent.equals(line.amount)).toBe(true);
      }
    });
  });

  test('nothing is applied twice over, and nothing of nothing', () => {
    always((posting) => {
      const uses = posting.offsets.filter((offset) => offset.type === 'APPLY');
      expect(
        uses.every((use) => new Decimal(use.amount).isNegative() && use.debitId !== null && use.creditId !== null),
      ).toBe(true);
      const pairs = uses.map((use) => `${use.debitId ?? ''} ${use.creditId ?? ''}`);
      expect(new Set(pairs).size).toBe(pairs.length);
    });
  });

  test('only money lines stand on the register and name a way of paying', () => {
    always((posting) => {
      for (const line of posting.lines) {
        expect(line.onRegister).toBe(line.creditTypeCode === 'PURCHASE');
        expect(line.paymentType !== null).toBe(line.onRegister);
        expect(line.amount).not.toMatch(/^-0(\.0+)?$/);
      }
    });
  });
});
