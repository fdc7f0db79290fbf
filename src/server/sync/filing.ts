import { uuidV7 } from '#core/id/uuid-v7.ts';
import type { JournalEvent } from '#core/journal/journal-event.ts';
import type { AttentionRow } from '../db/schema-attention.ts';
import type { DrawerSessionRow, JournalCopyRow, JournalEventRow } from '../db/schema-journal.ts';
import { sha256Hex } from '../http/secrets.ts';
import type { Batch } from './batch.ts';
import { copyKey } from './copy-key.ts';
import { checkCircumstances } from './check-circumstances.ts';
import { checkSale, type Finding } from './check-sale.ts';
import type { Verdict } from './judge-place.ts';
import { type Effects, planEffects, type SaleEffects } from './plan-effects.ts';
import type { ReceivedItem } from './received-item.ts';

/** An event with everything that follows from it, ready to be written together or not at all. */
export interface Filing {
  /** Null when the event's id or place is taken: then it is kept as a copy. */
  event: JournalEventRow | null;
  copy: JournalCopyRow | null;
  sale: SaleEffects | null;
  drawer: DrawerSessionRow | null;
  attention: AttentionRow[];
}

/** Works out what an understood event leads to. Throws when it cannot be posted; nothing has been written then. */
export function planFiling(batch: Batch, item: { event: JournalEvent; raw: string }): Filing {
  const { event } = item;
  if (event.type === 'sale.completed' && batch.transactions.has(event.body.transaction_id)) {
    throw new Error(`transaction ${event.body.transaction_id} is stored already, from another event`);
  }
  const { organisationId, registerId, localId } = batch.device;
  const effects = planEffects(event, { organisationId, registerId, localId, receivedAt: batch.receivedAt });
  return filingOf(batch, item, { ...effects, findings: findingsOf(batch, event) });
}

function findingsOf(batch: Batch, event: JournalEvent): Finding[] {
  const circumstances = checkCircumstances(event, batch);
  switch (event.type) {
    case 'sale.completed':
      return [...checkSale(event.body, batch), ...circumstances];
    case 'drawer.opened':
      return circumstances;
    case 'data.restored':
      return [{ kind: 'data_restored', details: { ...event.body } }, ...circumstances];
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
    local_id: batch.device.localId,
  };
  const finding = { kind: 'quarantined', details: { reason, epoch: batch.epoch, seq: item.seq } };
  return { event: row, copy: null, sale: null, drawer: null, attention: [attentionRow(batch, row, finding)] };
}

/**
 * Keeps an event whose id or place is taken beside the one that came first, or one that came after a loss beside the
 * chain, and tells the office what it says. Null when this very copy is kept already.
 */
export function planConflict(
  batch: Batch,
  item: ReceivedItem,
  verdict: Extract<Verdict, { kind: 'conflict' }>,
): Filing | null {
  const rawHash = sha256Hex(item.raw);
  if (batch.copies.has(copyKey(item.id, rawHash))) {
    return null;
  }
  const copy: JournalCopyRow = {
    ...placeOf(batch, item),
    event_id: item.id,
    hash: item.hash,
    raw_hash: rawHash,
    received_at: batch.receivedAt,
    raw: item.raw,
    local_id: batch.device.localId,
    status: 'kept',
    posted_event_id: null,
    transaction_id: null,
  };
  const sale = item.event?.type === 'sale.completed' ? item.event.body : null;
  const details = {
    because: verdict.because,
    raw_hash: rawHash,
    epoch: batch.epoch,
    seq: item.seq,
    transaction_number: sale?.transaction_number,
    total_amount: sale?.totals.total_amount,
    ...(verdict.because === 'after_loss' && { lost_from: verdict.loss.from, lost_through: verdict.loss.through }),
  };
  const kind = verdict.because === 'after_loss' ? 'after_loss' : 'conflict';
  const about = { event_id: item.id, transaction_id: sale?.transaction_id ?? null };
  const attention = [attentionRow(batch, about, { kind, details })];
  return { event: null, copy, sale: null, drawer: null, attention };
}

/** The same, raised because nothing shows that its register made the copy it came in. */
export function raiseUnproven(batch: Batch, filing: Filing): Filing {
  const about = filing.event ?? filing.copy;
  if (about === null) {
    return filing;
  }
  const transactionId = filing.event?.transaction_id ?? null;
  const finding = { kind: 'copy_unproven', details: { epoch: about.epoch, seq: about.seq } };
  const row = attentionRow(batch, { event_id: about.event_id, transaction_id: transactionId }, finding);
  return { ...filing, attention: [...filing.attention, row] };
}

/** A row of the attention list about an event of this batch, or about none. */
export function attentionRow(
  batch: Batch,
  about: { event_id: string | null; transaction_id: string | null },
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
    status: 'open',
  };
}

function filingOf(
  batch: Batch,
  { event, raw }: { event: JournalEvent; raw: string },
  effects: Effects & { findings: Finding[] },
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
    local_id: batch.device.localId,
  };
  return {
    event: row,
    copy: null,
    sale: effects.sale,
    drawer: effects.drawer,
    attention: effects.findings.map((finding) => attentionRow(batch, row, finding)),
  };
}

function placeOf({ device, epoch }: Batch, { seq }: { seq: number }) {
  return { organisation_id: device.organisationId, register_id: device.registerId, epoch, seq };
}
