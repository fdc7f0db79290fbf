import type { LedgerLine, Posting } from '#core/ledger/postings.ts';
import type { LedgerLineRow, LedgerOffsetRow } from '../db/schema-journal.ts';
import { storedMoney } from '../db/scaled.ts';

/** Where and when a posting is written. */
export interface PostingPlace {
  organisationId: string;
  registerId: string;
  transactionId: string;
  localId: string;
  customerId: string | null;
  businessDate: string;
  /** UTC instant of the sale. */
  at: string;
}

/** A posting as rows. Throws when its lines do not sum to zero or are not told apart: then nothing may be posted. */
export function ledgerRows(
  posting: Posting,
  place: PostingPlace,
): { lines: LedgerLineRow[]; offsets: LedgerOffsetRow[] } {
  const lines = posting.lines.map((line, index) => lineRow(line, index + 1, place));
  const balance = lines.reduce((total, line) => total + line.amount, 0);
  if (balance !== 0) {
    throw new RangeError(`the posting does not balance: ${String(balance)} is left over`);
  }
  if (new Set(lines.map((line) => line.line_id)).size !== lines.length) {
    throw new RangeError('two lines of the posting have the same id');
  }
  const offsets = posting.offsets.map((offset, index) => ({
    organisation_id: place.organisationId,
    transaction_id: place.transactionId,
    offset_no: index + 1,
    debit_id: offset.debitId,
    credit_id: offset.creditId,
    type: offset.type,
    amount: storedMoney(offset.amount),
  }));
  return { lines, offsets };
}

function lineRow(line: LedgerLine, lineNo: number, place: PostingPlace): LedgerLineRow {
  return {
    organisation_id: place.organisationId,
    register_id: line.onRegister ? place.registerId : null,
    line_id: line.lineId,
    transaction_id: place.transactionId,
    line_no: lineNo,
    debit_type_code: line.debitTypeCode,
    credit_type_code: line.creditTypeCode,
    amount: storedMoney(line.amount),
    payment_type: line.paymentType,
    customer_id: place.customerId,
    note: line.note,
    description: line.description,
    local_id: place.localId,
    business_date: place.businessDate,
    created_at: place.at,
  };
}
