import { canonicalJson } from '#core/journal/canonical-json.ts';
import { type Amount, currencyDecimals, Decimal, sumAmounts } from '#core/money/money.ts';
import { settleTenders } from '#core/tender/settle-tenders.ts';
import type { Tender } from './sale.ts';
import type { TransactionDocument, TransactionPayment } from './transaction.ts';

/**
 * Settles a document again with what its customer gave, under the cash rounding it was made under, and names what
 * comes out otherwise: "payments", "totals.cash_rounding_amount". `total` is what the goods come to, priced again.
 */
export function paymentDifferencesOf(document: TransactionDocument, total: Amount): string[] {
  const { currency, payments, cash_rounding: cashRounding } = document;
  const tenders = payments.map(tenderOf);
  // A document from elsewhere may hold amounts finer than its currency: they are a difference, not an error.
  const given = tenders.map((tender) => (tender.method === 'cash' ? tender.received : tender.amount));
  if (![...given, cashRounding?.step ?? '0'].every((amount) => isAmountOf(amount, currency))) {
    return ['payments'];
  }
  const settled = settleTenders({ total, currency, cashRounding }, tenders);
  const isPaid = settled.problem === null && isSame(settled.payments.map(takenOf), payments.map(takenOf));
  const rounding = document.totals.cash_rounding_amount ?? sumAmounts([], currency);
  return [
    ...(isPaid ? [] : ['payments']),
    ...(isPaid && settled.rounding !== rounding ? ['totals.cash_rounding_amount'] : []),
  ];
}

/** What is needed of a payment to settle with it again. */
function tenderOf(payment: TransactionPayment): Tender {
  const { payment_id: tenderId, payment_method: method, amount } = payment;
  switch (method) {
    case 'cash':
      return { tenderId, method, received: payment.received ?? amount };
    case 'card':
      return { tenderId, method, amount, brand: null, last4: '', authorizationCode: '' };
    case 'yappy':
    case 'transfer':
      return { tenderId, method, amount, reference: '' };
  }
}

function takenOf({ amount, change_due }: TransactionPayment): [Amount, Amount | null] {
  return [amount, change_due];
}

function isSame(ours: unknown, theirs: unknown): boolean {
  return canonicalJson(ours) === canonicalJson(theirs);
}

function isAmountOf(amount: Amount, currency: string): boolean {
  return new Decimal(amount).decimalPlaces() <= currencyDecimals(currency);
}
