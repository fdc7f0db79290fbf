import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import { z } from 'zod';
import { businessDate, id } from '#protocol/values.ts';
import type { Schema } from '../db/schema.ts';
import { ApiProblem } from '../http/api-problem.ts';

/** What the list of transactions may be asked for. Dates are business dates, both ends included. */
export const transactionQuery = z.strictObject({
  status: z.enum(['open', 'completed', 'voided', 'returned']).optional(),
  cashier_id: id.optional(),
  customer_id: id.optional(),
  local_id: id.optional(),
  register_id: id.optional(),
  date: businessDate.optional(),
  date_from: businessDate.optional(),
  date_to: businessDate.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(300).optional(),
});
export type TransactionQuery = z.infer<typeof transactionQuery>;

/** The filters of a query as one condition, always within one organisation; the cursor is not among them. */
export function transactionFilter(organisationId: string, query: TransactionQuery) {
  return (row: ExpressionBuilder<Schema, 'transactions'>): Expression<SqlBool> => {
    const conditions: Expression<SqlBool>[] = [row('transactions.organisation_id', '=', organisationId)];
    for (const column of ['cashier_id', 'customer_id', 'local_id', 'register_id'] as const) {
      const wanted = query[column];
      if (wanted !== undefined) {
        conditions.push(row(`transactions.${column}`, '=', wanted));
      }
    }
    if (query.status !== undefined) {
      conditions.push(row(row.ref('transactions.status').$castTo<string>(), '=', query.status));
    }
    if (query.date !== undefined) {
      conditions.push(row('transactions.business_date', '=', query.date));
    }
    if (query.date_from !== undefined) {
      conditions.push(row('transactions.business_date', '>=', query.date_from));
    }
    if (query.date_to !== undefined) {
      conditions.push(row('transactions.business_date', '<=', query.date_to));
    }
    return row.and(conditions);
  };
}

/** Where a page ends: the order is by time of completion, then id, newest first. */
export interface Place {
  completedAt: string;
  transactionId: string;
}

/** Opaque to callers. */
export function cursorOf(place: Place): string {
  return Buffer.from(`${place.completedAt} ${place.transactionId}`).toString('base64');
}

/** Reads a cursor back; refuses one that we did not make. */
export function placeOfCursor(cursor: string): Place {
  const match = /^(\d{4}-\d{2}-\d{2}T[\d:.]{12}Z) (\P{Cc}+)$/u.exec(Buffer.from(cursor, 'base64').toString());
  if (match?.[1] === undefined || match[2] === undefined) {
    throw new ApiProblem('INVALID_REQUEST', { where: 'query', issues: [{ path: 'cursor', message: 'not a cursor' }] });
  }
  return { completedAt: match[1], transactionId: match[2] };
}
