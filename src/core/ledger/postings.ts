import { type Amount, amountOf, Decimal, sum } from '#core/money/money.ts';
import type { TransactionDocument } from '#core/sale/transaction.ts';

/** One row of the ledger in Koha's shape: a debit (positive) or a credit (negative), never both. */
export interface LedgerLine {
  lineId: string;
  debitTypeCode: string | null;
  creditTypeCode: string | null;
  /** Signed: positive debit, negative credit. */
  amount: Amount;
  /** On the money lines only: what a tender paid, not what rounding took off. */
  paymentType: string | null;
  /** On the money line only: register totals are sums over money lines. */
  onRegister: boolean;
  /** The quantity of a debit; "POS SALE" on a credit. */
  note: string;
  description: string | null;
}

/** Ties a credit to a debit with the amount applied (negative), or records that a line was made (its own amount). */
export interface LedgerOffset {
  debitId: string | null;
  creditId: string | null;
  type: 'CREATE' | 'APPLY';
  amount: Amount;
}

export interface Posting {
  lines: LedgerLine[];
  offsets: LedgerOffset[];
}

/**
 * What a completed sale writes into the ledger: a debit for each item, a PURCHASE credit for each payment, a
 * CASH_ROUNDING credit or debit for what rounding took off the cash or added to it, and offsets that apply the credits
 * to the debits in order until both are used up. The lines sum to zero; throws when the document's payments do not
 * come to its items and the rounding, for then nothing may be posted.
 */
export function postingsOf(transaction: TransactionDocument): Posting {
  const rounding = roundingLines(transaction);
  const debits = [
    ...transaction.items.map((item) => debitLine(transaction, item)),
    ...rounding.filter((line) => line.debitTypeCode !== null),
  ];
  const credits = [
    ...transaction.payments.map((payment) => creditLine(transaction, payment)),
    ...rounding.filter((line) => line.creditTypeCode !== null),
  ];
  const lines = [...debits, ...credits];
  const balance = sum(lines.map((line) => new Decimal(line.amount)));
  if (!balance.isZero()) {
    throw new RangeError(`the sale does not balance: ${balance.toFixed()} is left over`);
  }
  return { lines, offsets: [...lines.map(creation), ...applications(debits, credits, transaction.currency)] };
}

function debitLine(transaction: TransactionDocument, item: TransactionDocument['items'][number]): LedgerLine {
  return {
    lineId: `${transaction.transaction_id}:${item.item_id}`,
    debitTypeCode: item.item_type,
    creditTypeCode: null,
    amount: item.total,
    paymentType: null,
    onRegister: false,
    note: item.quantity,
    description: item.product_name.es,
  };
}

function creditLine(transaction: TransactionDocument, payment: TransactionDocument['payments'][number]): LedgerLine {
  return {
    lineId: `${transaction.transaction_id}:${payment.payment_id}`,
    debitTypeCode: null,
    creditTypeCode: 'PURCHASE',
    amount: amountOf(new Decimal(payment.amount).negated(), transaction.currency),
    paymentType: payment.payment_method.toUpperCase(),
    onRegister: true,
    note: 'POS SALE',
    description: null,
  };
}

/** One line or none. Above zero the customer owed more than the goods came to, below zero less was asked for. */
function roundingLines(transaction: TransactionDocument): LedgerLine[] {
  const amount = new Decimal(transaction.totals.cash_rounding_amount ?? 0);
  if (amount.isZero()) {
    return [];
  }
  const owed = amount.greaterThan(0);
  return [
    {
      lineId: `${transaction.transaction_id}:cash-rounding`,
      debitTypeCode: owed ? 'CASH_ROUNDING' : null,
      creditTypeCode: owed ? null : 'CASH_ROUNDING',
      amount: amountOf(amount, transaction.currency),
      paymentType: null,
      onRegister: false,
      note: owed ? '1' : 'POS SALE',
      description: null,
    },
  ];
}

function creation(line: LedgerLine): LedgerOffset {
  const isDebit = line.debitTypeCode !== null;
  return {
    debitId: isDebit ? line.lineId : null,
    creditId: isDebit ? null : line.lineId,
    type: 'CREATE',
    amount: line.amount,
  };
}

function applications(debits: readonly LedgerLine[], credits: readonly LedgerLine[], currency: string): LedgerOffset[] {
  const offsets: LedgerOffset[] = [];
  const owed = debits.map((debit) => new Decimal(debit.amount));
  let place = 0;
  for (const credit of credits) {
    let left = new Decimal(credit.amount).negated();
    while (left.greaterThan(0) && place < owed.length) {
      const applied = Decimal.min(left, owed[place] ?? 0);
      if (applied.greaterThan(0)) {
        offsets.push({
          debitId: debits[place]?.lineId ?? null,
          creditId: credit.lineId,
          type: 'APPLY',
          amount: amountOf(applied.negated(), currency),
        });
      }
      left = left.minus(applied);
      owed[place] = (owed[place] ?? new Decimal(0)).minus(applied);
      if (owed[place]?.isZero() === true) {
        place += 1;
      }
    }
  }
  return offsets;
}
