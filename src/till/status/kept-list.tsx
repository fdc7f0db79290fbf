import { useEffect, useState } from 'react';
import type { Noteworthy } from '#store/till-store.ts';
import { useFormat } from '#ui/format.tsx';
import { type Say, useSay } from '#ui/words/words.tsx';
import { useDevice, useTill } from '../till-context.tsx';
import { eventLook } from './event-look.ts';
import { EventName } from './event-name.tsx';

/** So many are listed; the office has them all. */
const MOST_LISTED = 20;

const KINDS = [
  'price_differs',
  'price_book_differs',
  'rules_differ',
  'unknown_product',
  'oversold',
  'number_repeats',
  'data_restored',
] as const;

/** What has arrived and a person at the office looks at, by sale, newest first. */
export function KeptList() {
  const say = useSay();
  const format = useFormat();
  const list = useNoteworthy();
  if (list.length === 0) {
    return null;
  }
  return (
    <section className="rounded-card border border-line bg-surface">
      <div className="px-6 pt-5">
        <h2 className="text-xl font-bold">{say('kept.title')}</h2>
        <p className="mt-1 text-muted">{say('kept.lead')}</p>
      </div>
      <ul className="divide-y divide-line px-6 pb-2">
        {list.map((kept) => {
          const look = kept.event === null ? null : eventLook(kept.event, say);
          return (
            <li key={kept.id} className="flex items-center gap-4 py-3.5">
              <span className="min-w-0 flex-1">
                <EventName name={look?.name ?? say('kept.gone')} />
                <span className="block text-sm text-muted">{whyKept(kept, say)}</span>
              </span>
              {look === null || look.amount === null ? null : (
                <span className="text-lg font-bold">{format.money.plain(look.amount)}</span>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function whyKept({ status, details }: Noteworthy, say: Say): string {
  if (status !== 'accepted') {
    return say(`kept.${status}`);
  }
  const kinds = new Set(details.map((detail) => KINDS.find((kind) => kind === detail) ?? 'other'));
  return say('kept.noticed', { what: [...kinds].map((kind) => say(`kept.kinds.${kind}`)).join(', ') });
}

/** Read anew whenever something was confirmed. */
function useNoteworthy(): readonly Noteworthy[] {
  const { ports } = useTill();
  const unsent = useDevice((device) => device.unsent);
  const [list, setList] = useState<readonly Noteworthy[]>([]);
  useEffect(() => {
    let shown = true;
    void ports.store.noteworthy(MOST_LISTED).then((found) => {
      if (shown) {
        setList(found);
      }
    });
    return () => {
      shown = false;
    };
  }, [ports, unsent]);
  return list;
}
