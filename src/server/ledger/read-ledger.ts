import type { Kysely } from 'kysely';
import { currencyDecimals } from '#core/money/money.ts';
import type { LedgerOfTransaction } from '#protocol/transaction.ts';
import { moneyText } from '../db/scaled.ts';
import type { Schema } from '../db/schema.ts';
import { ApiProblem } from '../http/api-problem.ts';

/** What a transaction wrote into the ledger, as decimal strings; refuses with 404. */
export async function readLedger(
  db: Kysely<Schema>,
  key: { organisationId: string; transactionId: string },
): Promise<LedgerOfTransaction> {
  const transaction = await db
    .selectFrom('transactions')
    .select('currency')
    .where('organisation_id', '=', key.organisationId)
    .where('transaction_id', '=', key.transactionId)
    .executeTakeFirst();
  if (transaction === undefined) {
    throw new ApiProblem('NOT_FOUND', { transaction_id: key.transactionId });
  }
  const lines = await db
    .selectFrom('ledger_lines')
    .selectAll()
    .where('organisation_id', '=', key.organisationId)
    .where('transaction_id', '=', key.transactionId)
    .orderBy('line_no')
    .execute();
  const offsets = await db
    .selectFrom('ledger_offsets')
    .select(['debit_id', 'credit_id', 'type', 'amount'])
    .where('organisation_id', '=', key.organisationId)
    .where('transaction_id', '=', key.transactionId)
    .orderBy('offset_no')
    .execute();
  const decimals = currencyDecimals(transaction.currency);
  return {
    lines: lines.map((line) => ({
      line_id: line.line_id,
      debit_type_code: line.debit_type_code,
      credit_type_code: line.credit_type_code,
      amount: moneyText(line.amount, decimals),
      payment_type: line.payment_type,
      register_id: line.register_id,
      customer_id: line.customer_id,
      note: line.note,
      description: line.description,
    })),
    offsets: offsets.map((offset) => ({ ...offset, amount: moneyText(offset.amount, decimals) })),
    balance: moneyText(
      lines.reduce((total, line) => total + line.amount, 0),
      decimals,
    ),
  };
}
