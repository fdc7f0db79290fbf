import type { JournalEvent } from '#core/journal/journal-event.ts';
import type { Batch } from './batch.ts';
import type { Finding } from './check-sale.ts';

/** How far ahead of the server a till's clock may be. */
const MOST_AHEAD_MS = 10 * 60_000;
/** Before anything of this was made: a clock that has lost its battery says such times. */
const EARLIEST = Date.parse('2001-01-01T00:00:00Z');
/** A trading day goes on after midnight, and the zones of the earth lie a day apart. */
const MOST_DAYS_APART = 2;

const DAY_MS = 24 * 60 * 60_000;

/** What is odd about when an event happened and in which drawer. Orders nothing: that is done by seq. */
export function checkCircumstances(event: JournalEvent, batch: Batch): Finding[] {
  const drawer = event.type === 'sale.completed' ? event.drawer_session_id : null;
  const isUnknown = drawer !== null && !batch.drawers.has(drawer);
  return [
    ...(isUnknown ? [{ kind: 'unknown_drawer', details: { drawer_session_id: drawer } }] : []),
    ...(isLikely(event, batch.receivedAt)
      ? []
      : [
          {
            kind: 'clock_differs',
            details: {
              sold_at: event.sold_at,
              business_date: event.business_date,
              received_at: batch.receivedAt,
            },
          },
        ]),
  ];
}

/** A till may have been offline for a year; it cannot be ahead of now. */
function isLikely({ sold_at: soldAt, business_date: businessDate }: JournalEvent, receivedAt: string): boolean {
  const sold = Date.parse(soldAt);
  const daysApart = Math.abs(Date.parse(businessDate) - sold) / DAY_MS;
  return sold >= EARLIEST && sold <= Date.parse(receivedAt) + MOST_AHEAD_MS && daysApart <= MOST_DAYS_APART;
}
