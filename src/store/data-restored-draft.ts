import { localMoment } from '#core/calendar/local-moment.ts';
import type { JournalDraft } from '#core/journal/journal-event.ts';
import type { DrawerSession } from './till-store.ts';

type DataRestored = Extract<JournalDraft, { type: 'data.restored' }>;

/** What the journal is told of itself after it had to be mended. `now` is a UTC instant. */
export function dataRestoredDraft(
  mended: DataRestored['body'],
  { id, now, timeZone, drawer }: { id: string; now: string; timeZone: string; drawer: DrawerSession | null },
): DataRestored {
  const { businessDate, utcOffsetMin } = localMoment(now, timeZone);
  return {
    type: 'data.restored',
    id,
    sold_at: now,
    tz: timeZone,
    utc_offset_min: utcOffsetMin,
    business_date: businessDate,
    drawer_session_id: drawer?.drawerSessionId ?? null,
    actor: null,
    body: mended,
  };
}
