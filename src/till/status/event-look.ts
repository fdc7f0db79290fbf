import { Banknote, Receipt, Wrench } from 'lucide-react';
import type { JournalEvent } from '#core/journal/journal-event.ts';
import type { Say } from '#ui/words/words.tsx';

/** An entry of the journal in plain words, with its money where it has any. */
export function eventLook(event: JournalEvent, say: Say) {
  switch (event.type) {
    case 'sale.completed':
      return {
        Sign: Receipt,
        name: say('status.event.sale', { number: event.body.transaction_number }),
        amount: event.body.totals.total_amount,
      };
    case 'drawer.opened':
      return { Sign: Banknote, name: say('status.event.drawer_opened'), amount: event.body.opening_float };
    case 'data.restored':
      return { Sign: Wrench, name: say('status.event.restored'), amount: null };
  }
}
