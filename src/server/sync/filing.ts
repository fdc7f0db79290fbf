import { uuidV7 } from '#core/id/uuid-v7.ts';
import type { JournalEvent } from '#core/journal/journal-event.ts';
import { postingsOf } from '#core/ledger/postings.ts';
import { insertRows } from '../db/insert-rows.ts';
import type {
  AttentionRow,
  DrawerSessionRow,
  JournalEventRow,
  LedgerLineRow,
  LedgerOffsetRow,
  StockMovementRow,
} from '../db/schema-journal.ts';
import { storedMoney } from '../db/scaled.ts';
import { ledgerRows } from '../ledger/ledger-rows.ts';
import { storedInstant, transactionRows, type TransactionRows } from '../transactions/transaction-rows.ts';
import type { Batch } from './batch.ts';
import { checkSale, type Finding, stockDeltas } from './check-sale.ts';
import { changeStock } from './lock-stock.ts';
import type { ReceivedItem } from './received-item.ts';

/** An event with everything that follows from it, ready to be written together or not at all. */
export interface Filing {
  event: JournalEventRow;
  sale: SaleEffects | null;
  drawer: DrawerSessionRow | null;
  attention: AttentionRow[];
}

interface SaleEffects {
  rows: TransactionRows;
  ledger: { lines: LedgerLineRow[]; offsets: LedgerOffsetRow[] };
  movements: StockMovementRow[];
  deltas: Map<string, number>;
}

/** Works out what an understood event leads to. Throws when it cannot be posted; nothing has been written then. */
export function planFiling(batch: Batch, item: { event: JournalEvent; raw: string }): Filing {
  const { event } = item;
  switch (event.type) {
    case 'sale.completed': {
      const findings = checkSale(event.body, batch);
      return filingOf(batch, item, { findings, sale: planSale(batch, event), drawer: null });
    }
    case 'drawer.opened':
      return filingOf(batch, item, { findings: [], sale: null, drawer: drawerRow(batch, event) });
    case 'data.restored': {
      const findings = [{ kind: 'data_restored', details: { ...event.body } }];
      return filingOf(batch, item, { findings, sale: null, drawer: null });
    }
  }
}

/** Keeps an item word for word for a person to look at; the sequence goes on. */
export function planQuarantine(batch: Batch, item: ReceivedItem, reason: string): Filing {
  const row: JournalEventRow = {
    ...placeOf(batch, item),
    event_id: item.id,
    type: item.event?.type ?? null,
    hash: item.hash,
    status: 'quarantined',
    reason,
    transaction_id: null,
    flags: '[]',
    received_at: batch.receivedAt,
    raw: item.raw,
  };
  const finding = { kind: 'quarantined', details: { reason, epoch: batch.epoch, seq: item.seq } };
  return { event: row, sale: null, drawer: null, attention: [attentionRow(batch, row, finding)] };
}

/** Writes all of it. Whoever calls this has opened a savepoint. */
export async function writeFiling(batch: Batch, filing: Filing): Promise<void> {
  const { trx } = batch;
  await insertRows(trx, 'journal_events', [filing.event]);
  if (filing.sale !== null) {
    const { rows, ledger, movements, deltas } = filing.sale;
    await insertRows(trx, 'transactions', [rows.transaction]);
    await insertRows(trx, 'transaction_items', rows.items);
    await insertRows(trx, 'transaction_payments', rows.payments);
    await insertRows(trx, 'transaction_taxes', rows.taxes);
    await insertRows(trx, 'ledger_lines', ledger.lines);
    await insertRows(trx, 'ledger_offsets', ledger.offsets);
    await insertRows(trx, 'stock_movements', movements);
    await changeStock(trx, batch.device, deltas);
  }
  await insertRows(trx, 'drawer_sessions', filing.drawer === null ? [] : [filing.drawer]);
  await insertRows(trx, 'attention', filing.attention);
}

/** A row of the attention list about an event of this batch. */
export function attentionRow(
  batch: Batch,
  about: { event_id: string; transaction_id: string | null },
  finding: Finding,
): AttentionRow {
  return {
    organisation_id: batch.device.organisationId,
    register_id: batch.device.registerId,
    attention_id: uuidV7(batch.deps.now(), batch.deps.randomBytes(10)),
    kind: finding.kind,
    event_id: about.event_id,
    transaction_id: about.transaction_id,
    created_at: batch.receivedAt,
    details: JSON.stringify(finding.details),
  };
}

function filingOf(
  batch: Batch,
  { event, raw }: { event: JournalEvent; raw: string },
  effects: { findings: Finding[]; sale: SaleEffects | null; drawer: DrawerSessionRow | null },
): Filing {
  const row: JournalEventRow = {
    ...placeOf(batch, event),
    event_id: event.id,
    type: event.type,
    hash: event.hash,
    status: 'accepted',
    reason: null,
    transaction_id: effects.sale?.rows.transaction.transaction_id ?? null,
    flags: JSON.stringify(effects.findings.map((finding) => finding.kind)),
    received_at: batch.receivedAt,
    raw,
  };
  return {
    event: row,
    sale: effects.sale,
    drawer: effects.drawer,
    attention: effects.findings.map((finding) => attentionRow(batch, row, finding)),
  };
}

function placeOf({ device, epoch }: Batch, { seq }: { seq: number }) {
  return { organisation_id: device.organisationId, register_id: device.registerId, epoch, seq };
}

function planSale(batch: Batch, event: JournalEvent & { type: 'sale.completed' }): SaleEffects {
  const sale = event.body;
  if (batch.transactions.has(sale.transaction_id)) {
    throw new Error(`transaction ${sale.transaction_id} is stored already, from another event`);
  }
  const { organisationId, registerId, localId } = batch.device;
  const rows = transactionRows(sale, {
    organisationId,
    registerId,
    eventId: event.id,
    drawerSessionId: event.drawer_session_id,
    businessDate: event.business_date,
    receivedAt: batch.receivedAt,
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

function drawerRow(batch: Batch, event: JournalEvent & { type: 'drawer.opened' }): DrawerSessionRow {
  return {
    organisation_id: batch.device.organisationId,
    register_id: batch.device.registerId,
    drawer_session_id: event.drawer_session_id ?? event.id,
    event_id: event.id,
    opened_at: storedInstant(event.sold_at),
    opened_by: event.actor,
    business_date: event.business_date,
    opening_float: storedMoney(event.body.opening_float),
  };
}
