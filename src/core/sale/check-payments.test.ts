import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CashRounding } from '#core/catalogue/catalogue.ts';
import { paidSales } from '#testkit/sale-arbitraries.ts';
import { bookOf, card, cash, documentOf, lineOf, policyOf, saleOf } from '#testkit/sale-builders.ts';
import { paymentDifferencesOf } from './check-payments.ts';
import type { Tender } from './sale.ts';
import type { TransactionDocument, TransactionPayment } from './transaction.ts';

const IN_FIVES: CashRounding = { step: '0.05', mode: 'half_up' };

function paid(tenders: Tender[], policy = policyOf({ cash_rounding: IN_FIVES })): TransactionDocument {
  return documentOf(saleOf([lineOf({ unitPrice: '4.92' })], { tenders }), bookOf(policy));
}

function withPayment(made: TransactionDocument, change: Partial<TransactionPayment>): TransactionDocument {
  return { ...made, payments: made.payments.map((payment) => ({ ...payment, ...change })) };
}

describe('payments settled again', () => {
  test('come out the same, whoever paid what', () => {
    const transfer: Tender = { tenderId: 't-1', method: 'transfer', amount: '1.00', reference: 'ACH 7' };
    for (const tenders of [[cash('4.90')], [cash('5.00')], [card('4.92')], [transfer, card('1.00'), cash('20.00')]]) {
      expect(paymentDifferencesOf(paid(tenders), '4.92')).toEqual([]);
    }
  });

  test('come out the same for every sale that was completed', () => {
    fc.assert(
      fc.property(paidSales(), ({ sale, policy }) => {
        const made = documentOf(sale, bookOf(policy));
        expect(paymentDifferencesOf(made, made.totals.total_amount)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  test('are named when the goods come to something else', () => {
    expect(paymentDifferencesOf(paid([cash('5.00')]), '4.98')).toEqual(['payments']);
    expect(paymentDifferencesOf(paid([card('4.92')]), '4.90')).toEqual(['payments']);
  });
});

const rounded = paid([cash('5.00')]);
const exact = paid([cash('5.00')], policyOf());

describe('payments are named', () => {
  test.each<[string, TransactionDocument]>([
    ['with cash rounded by no rule', { ...exact, payments: rounded.payments }],
    ['with cash rounded by another rule', { ...rounded, cash_rounding: { step: '0.10', mode: 'up' } }],
    ['with a rule finer than the currency', { ...rounded, cash_rounding: { step: '0.025', mode: 'up' } }],
    ['with cash that was not rounded', withPayment(rounded, { amount: '4.92' })],
    ['with another change', withPayment(rounded, { change_due: '0.08' })],
    ['with less received', withPayment(rounded, { received: '4.00' })],
    ['with an amount finer than the currency', withPayment(paid([card('4.92')]), { amount: '4.925' })],
    ['with none at all', { ...rounded, payments: [] }],
  ])('%s', (_, document) => {
    expect(paymentDifferencesOf(document, '4.92')).toEqual(['payments']);
  });
});

describe('the rounding alone is named', () => {
  test.each<[string, TransactionDocument]>([
    ['when it is another', { ...rounded, totals: { ...rounded.totals, cash_rounding_amount: '-0.01' } }],
    ['when it is left out', { ...rounded, totals: exact.totals }],
  ])('%s', (_, document) => {
    expect(paymentDifferencesOf(document, '4.92')).toEqual(['totals.cash_rounding_amount']);
  });
});
