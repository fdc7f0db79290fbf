import type { CashRounding } from '#core/catalogue/catalogue.ts';
import { type Amount, amountOf, Decimal, sum } from '#core/money/money.ts';
import { type Problem, problem } from '#core/problem.ts';
import type { Tender } from '#core/sale/sale.ts';
import type { TransactionPayment } from '#core/sale/transaction.ts';
import { roundedCash } from './cash-rounding.ts';

/** What is to be paid, and how cash is rounded where it is. */
export interface AmountDue {
  total: Amount;
  currency: string;
  cashRounding?: CashRounding | undefined;
}

/** How far the tenders go. `payments` sum to the total and its rounding exactly when `problem` is null. */
export interface Settlement {
  payments: TransactionPayment[];
  /** What the tenders have settled: `paid` and `left` together are the total and its rounding. */
  paid: Amount;
  /** What is still to be paid, exactly, as a card pays it; "0.00" when nothing is. */
  left: Amount;
  /** What must be handed over when the rest is paid in cash now; "0.00" also when the rest rounds to nothing. */
  cashDue: Amount;
  /** What rounding added to the cash that was taken (below zero: took off it); "0.00" until cash settles the sale. */
  rounding: Amount;
  /** What goes back to the customer; only cash gives change. */
  change: Amount;
  /** POS-2001 while something is left, POS-2002 when more than the total was taken other than in cash. */
  problem: Problem | null;
}

/**
 * Settles a total with its tenders; the total is not below zero. Tenders other than cash count in full and may not go
 * over the total; cash pays what they leave, in the order it was handed over, and what is more than that is change.
 * All cash together is rounded, once it covers the rounded rest; cash of nothing does where the rest rounds to
 * nothing. Cash that covers only the exact rest, because the rounded one is higher, settles it without rounding; less
 * than that counts in full, and the rest stays exact.
 */
export function settleTenders({ total, currency, cashRounding }: AmountDue, tenders: readonly Tender[]): Settlement {
  const due = new Decimal(total);
  const fixed = sum(tenders.map((tender) => (tender.method === 'cash' ? new Decimal(0) : new Decimal(tender.amount))));
  const excess = Decimal.max(fixed.minus(due), 0);
  const rest = Decimal.max(due.minus(fixed), 0);
  const received = tenders.flatMap((tender) => (tender.method === 'cash' ? [new Decimal(tender.received)] : []));
  const handed = sum(received);
  const rounded = roundedCash(rest, cashRounding);
  const isRounded = received.length > 0 && handed.greaterThanOrEqualTo(rounded.due);
  const payable = isRounded ? rounded.due : rest;
  const left = Decimal.max(payable.minus(handed), 0);
  return {
    payments: paymentsOf(tenders, payable, currency),
    paid: amountOf(due.plus(payable).minus(rest).minus(left), currency),
    left: amountOf(left, currency),
    cashDue: amountOf(left.isZero() ? left : rounded.due.minus(handed), currency),
    rounding: amountOf(payable.minus(rest), currency),
    change: amountOf(Decimal.max(handed.minus(payable), 0), currency),
    problem: problemOf(due, left, excess),
  };
}

/** The tenders as payments: each takes of the cash that is payable what the ones before it have left. */
function paymentsOf(tenders: readonly Tender[], payable: Decimal, currency: string): TransactionPayment[] {
  let open = payable;
  return tenders.map((tender) => {
    if (tender.method !== 'cash') {
      return fixedPayment(tender);
    }
    const taken = Decimal.min(tender.received, open);
    open = open.minus(taken);
    return cashPayment(tender, taken, currency);
  });
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
