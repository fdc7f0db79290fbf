import { describe, expect, it } from 'vitest';
import type { LedgerOfTransaction } from '#protocol/transaction.ts';
import { isBalanced, ledgerRows } from './ledger-rows.ts';

const line = {
  debit_type_code: null,
  credit_type_code: null,
  payment_type: null,
  register_id: null,
  customer_id: null,
  note: null,
  description: null,
};

/** Bread for 1.85 paid in cash. */
const ledger: LedgerOfTransaction = {
  lines: [
    { ...line, line_id: 'd-1', debit_type_code: 'FOOD', amount: '1.85', note: '1', description: 'Pan' },
    {
      ...line,
      line_id: 'c-1',
      credit_type_code: 'PURCHASE',
      amount: '-1.85',
      payment_type: 'CASH',
      note: 'POS SALE',
    },
  ],
  offsets: [
    { debit_id: 'd-1', credit_id: null, type: 'CREATE', amount: '1.85' },
    { debit_id: null, credit_id: 'c-1', type: 'CREATE', amount: '-1.85' },
    { debit_id: 'd-1', credit_id: 'c-1', type: 'APPLY', amount: '-1.85' },
  ],
  balance: '0.00',
};

describe('the ledger of a sale', () => {
  it('puts what is owed under debit and what is paid under credit', () => {
    expect(ledgerRows(ledger).entries).toEqual([
      { number: 1, type: 'FOOD', description: 'Pan', debit: '1.85', credit: null },
      { number: 2, type: 'PURCHASE · CASH', description: 'POS SALE', debit: null, credit: '1.85' },
    ]);
  });

  it('says by number which payment went to which debit', () => {
    expect(ledgerRows(ledger).offsets.map(({ type, debit, credit, amount }) => [type, debit, credit, amount])).toEqual([
      ['CREATE', 1, null, '1.85'],
      ['CREATE', null, 2, '1.85'],
      ['APPLY', 1, 2, '1.85'],
    ]);
  });

  it('is in balance only at zero', () => {
    expect(['0', '0.00', '-0.00'].map(isBalanced)).toEqual([true, true, true]);
    expect(['0.01', '-0.10', '10.00'].map(isBalanced)).toEqual([false, false, false]);
  });
});
