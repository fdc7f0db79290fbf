import { isSealed } from '#server/sync/is-sealed.ts';
import { GENESIS_HASH } from '#core/journal/journal-event.ts';
import { eventPlace } from '#protocol/event.ts';
import type { JournalEventRow } from '../db/schema-journal.ts';
import type { VerifyFinding } from './verify-finding.ts';

/** The link that the next one must continue; a null hash could not be read, or not believed, when it came in. */
export interface Link {
  seq: number;
  hash: string | null;
}

export const NO_LINK: Link = { seq: 0, hash: GENESIS_HASH };

/** Holds an event against the one before it and against its own hash. */
export function linkFindings(row: JournalEventRow, before: Link): VerifyFinding[] {
  const { organisation_id, register_id, epoch, seq } = row;
  const place = `epoch ${String(epoch)}, seq ${String(seq)} (event ${row.event_id})`;
  const finding = (kind: VerifyFinding['kind'], text: string): VerifyFinding => ({
    kind,
    organisation_id,
    register_id,
    text,
  });
  const missing = seq - before.seq - 1;
  const gaps = missing === 0 ? [] : [finding('gap', `${String(missing)} missing before ${place}`)];
  const fault = faultOf(row, missing === 0 ? before.hash : null);
  return fault === null ? gaps : [...gaps, finding('broken_chain', `${place}: ${fault}`)];
}

/** What is wrong with a link; null when nothing is. `before` is null when the hash before it is not known. */
function faultOf(row: JournalEventRow, before: string | null): string | null {
  if (cameDamaged(row)) {
    return null;
  }
  const parsed = eventPlace.safeParse(jsonOf(row.raw));
  if (!parsed.success) {
    return 'what is stored cannot be read as an event';
  }
  const event = parsed.data;
  if (event.hash !== row.hash || !isSealed(event)) {
    return 'its content is not what its hash says';
  }
  const isHere = event.id === row.event_id && event.seq === row.seq && event.epoch === row.epoch;
  if (!isHere || event.register_id !== row.register_id) {
    return 'it is stored in another place than it says';
  }
  return before === null || event.prev_hash === before ? null : 'it does not continue the event before it';
}

/** What the next event must continue. */
export function linkOf(row: JournalEventRow): Link {
  return { seq: row.seq, hash: cameDamaged(row) ? null : row.hash };
}

/** What was damaged or foreign when it came in was kept as it was, and a person was told. */
function cameDamaged(row: JournalEventRow): boolean {
  return row.status === 'quarantined' && (row.hash === null || /^(hash|place): /.test(row.reason ?? ''));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
