import { type Amount, amountOf, Decimal, sum } from '#core/money/money.ts';
import { type Problem, problem } from '#core/problem.ts';
import type { Tender } from '#core/sale/sale.ts';
import type { TransactionPayment } from '#core/sale/transaction.ts';

/** How far the tenders go. `payments` sum to the total exactly when `problem` is null. */
export interface Settlement {
  payments: TransactionPayment[];
  /** What the tenders cover of the total. */
  paid: Amount;
  /** What is still to be paid; "0.00" when nothing is. */
  left: Amount;
  /** What goes back to the customer; only cash gives change. */
  change: Amount;
  /** POS-2001 while something is left, POS-2002 when more than the total was taken other than in cash. */
  problem: Problem | null;
}

/**
 * Settles a total with its tenders. Tenders other than cash count in full and may not go over the total; cash pays
 * what they leave, in the order it was handed over, and what is more than that is change.
 */
export function settleTenders(total: Amount, tenders: readonly Tender[], currency: string): Settlement {
  const due = new Decimal(total);
  const fixed = sum(tenders.map((tender) => (tender.method === 'cash' ? new Decimal(0) : new Decimal(tender.amount))));
  const excess = Decimal.max(fixed.minus(due), 0);
  let left = Decimal.max(due.minus(fixed), 0);
  let change = new Decimal(0);
  const payments = tenders.map((tender) => {
    if (tender.method !== 'cash') {
      return fixedPayment(tender);
    }
    const received = new Decimal(tender.received);
    const taken = Decimal.min(received, left);
    left = left.minus(taken);
    change = change.plus(received.minus(taken));
    return cashPayment(tender, taken, currency);
  });
  return {
    payments,
    paid: amountOf(due.minus(left), currency),
    left: amountOf(left, currency),
    change: amountOf(change, currency),
    problem: problemOf(due, left, excess),
  };
}

function problemOf(due: Decimal, left: Decimal, excess: Decimal): Problem | null {
  if (excess.greaterThan(0)) {
    return problem('POS-2002', { total: due.toFixed(), excess: excess.toFixed() });
  }
  if (left.greaterThan(0)) {
    return problem('POS-2001', { total: due.toFixed(), left: left.toFixed() });
  }
  return null;
}

const NOTHING_MORE = {
  received: null,
  change_due: null,
  card_brand: null,
  card_last4: null,
  authorization_code: null,
  reference: null,
};

function cashPayment(
  tender: Extract<Tender, { method: 'cash' }>,
  taken: Decimal,
  currency: string,
): TransactionPayment {
  return {
    ...NOTHING_MORE,
    payment_id: tender.tenderId,
    payment_method: 'cash',
    amount: amountOf(taken, currency),
    received: tender.received,
    change_due: amountOf(new Decimal(tender.received).minus(taken), currency),
  };
}

function fixedPayment(tender: Exclude<Tender, { method: 'cash' }>): TransactionPayment {
  const common = { ...NOTHING_MORE, payment_id: tender.tenderId, payment_method: tender.method, amount: tender.amount };
  if (tender.method === 'card') {
    return {
      ...common,
      card_brand: tender.brand,
      card_last4: tender.last4,
      authorization_code: tender.authorizationCode,
    };
  }
  return { ...common, reference: tender.reference };
}
