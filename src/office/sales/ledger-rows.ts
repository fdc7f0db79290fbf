import type { LedgerOfTransaction } from '#protocol/transaction.ts';

/** A ledger line as a person reads it: numbered within the sale, its amount under debit or credit without a sign. */
export interface LedgerRow {
  number: number;
  type: string;
  description: string | null;
  debit: string | null;
  credit: string | null;
}

/** An offset with the numbers of the lines it ties together. */
export interface OffsetRow {
  key: string;
  type: 'CREATE' | 'APPLY';
  debit: number | null;
  credit: number | null;
  /** Without a sign: its place says which way it goes. */
  amount: string;
}

/** Numbers the lines of one sale's ledger and ties the offsets to those numbers. */
export function ledgerRows({ lines, offsets }: LedgerOfTransaction): { entries: LedgerRow[]; offsets: OffsetRow[] } {
  const numbers = new Map(lines.map((line, place) => [line.line_id, place + 1]));
  return {
    entries: lines.map((line, place) => ({
      number: place + 1,
      type: [line.debit_type_code ?? line.credit_type_code, line.payment_type].filter(Boolean).join(' · '),
      description: line.description ?? line.note,
      debit: line.amount.startsWith('-') ? null : line.amount,
      credit: line.amount.startsWith('-') ? line.amount.slice(1) : null,
    })),
    offsets: offsets.map((offset, place) => ({
      key: String(place),
      type: offset.type,
      debit: offset.debit_id === null ? null : (numbers.get(offset.debit_id) ?? null),
      credit: offset.credit_id === null ? null : (numbers.get(offset.credit_id) ?? null),
      amount: offset.amount.replace('-', ''),
    })),
  };
}

/** True when the books of this sale are in balance: nothing but zeros. */
export function isBalanced(balance: string): boolean {
  return !/[1-9]/.test(balance);
}
