import type { PriceBook } from '#core/pricing/price-book.ts';
import { localMoment } from '#core/calendar/local-moment.ts';
import type { Amount } from '#core/money/money.ts';
import { completeSale, transactionNumber } from '#core/sale/complete-sale.ts';
import type { Sale } from '#core/sale/sale.ts';
import type { JournalDraft } from './journal-event.ts';

/** The counter at which things happen: register, local and the rules in force. */
export interface Counter {
  localId: string;
  registerCode: string;
  timeZone: string;
  book: PriceBook;
  catalogueVersion: string;
}

/** One happening at the counter: its journal id, when (UTC instant), and by whom. */
export interface Happening {
  id: string;
  now: string;
  actor: string;
}

/** Where in the register's chain the event will stand; `saleNumber` counts the sales of the epoch, 1 first. */
export interface NumberPlace {
  epoch: number;
  saleNumber: number;
}

/** The journal's word for a drawer opened with a float. The event's id is also the drawer session's. */
export function drawerOpenedDraft(openingFloat: Amount, happening: Happening, counter: Counter): JournalDraft {
  return {
    type: 'drawer.opened',
    body: { opening_float: openingFloat },
    ...annotations(happening, counter),
    drawer_session_id: happening.id,
  };
}

/** A sale about to be completed: in which drawer session, and under which number. */
export interface SaleCompletion extends Happening {
  drawerSessionId: string;
  place: NumberPlace;
}

/** The journal's word for a completed sale. Throws when `checkCompletion` refuses the sale. */
export function saleCompletedDraft(sale: Sale, completion: SaleCompletion, counter: Counter): JournalDraft {
  const common = annotations(completion, counter);
  const document = completeSale(sale, {
    book: counter.book,
    localId: counter.localId,
    catalogueVersion: counter.catalogueVersion,
    now: completion.now,
    transactionNumber: transactionNumber({
      ...completion.place,
      businessDate: common.business_date,
      registerCode: counter.registerCode,
    }),
  });
  return { type: 'sale.completed', body: document, ...common, drawer_session_id: completion.drawerSessionId };
}

function annotations(happening: Happening, counter: Counter) {
  const moment = localMoment(happening.now, counter.timeZone);
  return {
    id: happening.id,
    sold_at: happening.now,
    tz: counter.timeZone,
    utc_offset_min: moment.utcOffsetMin,
    business_date: moment.businessDate,
    actor: happening.actor,
  };
}
