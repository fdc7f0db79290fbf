import { localMoment } from '#core/calendar/local-moment.ts';
import type { JournalDraft } from '#core/journal/journal-event.ts';
import { steadyInstant } from '#core/journal/steady-instant.ts';
import type { DrawerSession } from './till-store.ts';

type DataRestored = Extract<JournalDraft, { type: 'data.restored' }>;

/** When that is noted, by the till's clock and after its newest event (UTC instants), and in which drawer session. */
interface Noted {
  id: string;
  now: string;
  newestAt: string | null;
  timeZone: string;
  drawer: DrawerSession | null;
}

/** What the journal is told of itself after it had to be mended. */
export function dataRestoredDraft(
  mended: DataRestored['body'],
  { id, now, newestAt, timeZone, drawer }: Noted,
): DataRestored {
  const soldAt = steadyInstant(now, newestAt);
  const { businessDate, utcOffsetMin } = localMoment(soldAt, timeZone);
  return {
    type: 'data.restored',
    id,
    sold_at: soldAt,
    tz: timeZone,
    utc_offset_min: utcOffsetMin,
    business_date: businessDate,
    drawer_session_id: drawer?.drawerSessionId ?? null,
    actor: null,
    body: mended,
  };
}
