import type { JournalEvent } from '#core/journal/journal-event.ts';
import { useFormat } from '#ui/format.tsx';
import { useSay } from '#ui/words/words.tsx';
import { eventLook } from './event-look.ts';
import { EventName } from './event-name.tsx';

/** Each happening that has not arrived yet, in plain words, newest first. */
export function UnsentList({ events }: { events: readonly JournalEvent[] }) {
  const say = useSay();
  const format = useFormat();
  if (events.length === 0) {
    return null;
  }
  return (
    <section className="rounded-card border border-line bg-surface">
      <h2 className="px-6 pt-5 text-xl font-bold">{say('status.waiting')}</h2>
      <ul className="divide-y divide-line px-6 pb-2">
        {events.map((event) => {
          const { Sign, name, amount } = eventLook(event, say);
          return (
            <li key={event.id} className="flex items-center gap-4 py-3.5">
              <Sign aria-hidden="true" className="size-6 shrink-0 text-muted" />
              <span className="min-w-0 flex-1">
                <EventName name={name} />
                <span className="block text-sm text-muted">{format.moment(event.sold_at)}</span>
              </span>
              <span className="text-lg font-bold">{amount === null ? '' : format.money.plain(amount)}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
