import type { JournalEvent } from '#core/journal/journal-event.ts';
import { postingsOf } from '#core/ledger/postings.ts';
import type { DrawerSessionRow, LedgerLineRow, LedgerOffsetRow, StockMovementRow } from '../db/schema-journal.ts';
import { storedMoney } from '../db/scaled.ts';
import { ledgerRows } from '../ledger/ledger-rows.ts';
import { storedInstant, transactionRows, type TransactionRows } from '../transactions/transaction-rows.ts';
import { stockDeltas } from './stock-deltas.ts';

/** Everything that follows from an event by itself, whatever else is stored. */
export interface Effects {
  sale: SaleEffects | null;
  drawer: DrawerSessionRow | null;
}

export interface SaleEffects {
  rows: TransactionRows;
  ledger: { lines: LedgerLineRow[]; offsets: LedgerOffsetRow[] };
  movements: StockMovementRow[];
  deltas: Map<string, number>;
}

/** Where and when an event came in. */
export interface EffectsOrigin {
  organisationId: string;
  registerId: string;
  /** The local whose stock is moved. */
  localId: string;
  /** UTC instant. */
  receivedAt: string;
}

/**
 * Works out the rows that an understood event leads to: the same when it comes in, when it is posted later, and when
 * everything is worked out again. Throws when it cannot be posted.
 */
export function planEffects(event: JournalEvent, origin: EffectsOrigin): Effects {
  switch (event.type) {
    case 'sale.completed':
      return { sale: planSale(event, origin), drawer: null };
    case 'drawer.opened':
      return { sale: null, drawer: drawerRow(event, origin) };
    case 'data.restored':
      return { sale: null, drawer: null };
  }
}

function planSale(event: JournalEvent & { type: 'sale.completed' }, origin: EffectsOrigin): SaleEffects {
  const { organisationId, registerId, localId } = origin;
  const sale = event.body;
  const rows = transactionRows(sale, {
    organisationId,
    registerId,
    eventId: event.id,
    drawerSessionId: event.drawer_session_id,
    businessDate: event.business_date,
    receivedAt: origin.receivedAt,
  });
  const ledger = ledgerRows(postingsOf(sale), {
    organisationId,
    registerId,
    transactionId: sale.transaction_id,
    localId: sale.local_id,
    customerId: sale.customer_id,
    businessDate: event.business_date,
    at: rows.transaction.completed_at,
  });
  const deltas = stockDeltas(sale);
  const movements = [...deltas].map(([variant, quantity]) => ({
    organisation_id: organisationId,
    register_id: registerId,
    event_id: event.id,
    local_id: localId,
    variant_id: variant,
    quantity,
  }));
  return { rows, ledger, movements, deltas };
}

function drawerRow(event: JournalEvent & { type: 'drawer.opened' }, origin: EffectsOrigin): DrawerSessionRow {
  return {
    organisation_id: origin.organisationId,
    register_id: origin.registerId,
    drawer_session_id: event.drawer_session_id ?? event.id,
    event_id: event.id,
    opened_at: storedInstant(event.sold_at),
    opened_by: event.actor,
    business_date: event.business_date,
    opening_float: storedMoney(event.body.opening_float),
  };
}
