import type { JournalEvent } from '#core/journal/journal-event.ts';
import { type Amount, sumAmounts } from '#core/money/money.ts';

/** A drawer session's running figures: a fold over the journal, cut by sequence, never by clock. */
export interface DrawerTotals {
  drawerSessionId: string;
  openedAt: string;
  openedBy: string;
  openingFloat: Amount;
  /** What the cash sales came to, not what was handed over. */
  cashSales: Amount;
  /** Float and cash sales: what should lie in the drawer. */
  expectedCash: Amount;
  salesCount: number;
}

/** The open session after one more event of the register's journal; null while no drawer is open. */
export function drawerAfter(session: DrawerTotals | null, event: JournalEvent, currency: string): DrawerTotals | null {
  switch (event.type) {
    case 'drawer.opened':
      return {
        drawerSessionId: event.drawer_session_id ?? event.id,
        openedAt: event.sold_at,
        openedBy: event.actor ?? '',
        openingFloat: event.body.opening_float,
        cashSales: sumAmounts([], currency),
        expectedCash: event.body.opening_float,
        salesCount: 0,
      };
    case 'sale.completed':
      return session === null || session.drawerSessionId !== event.drawer_session_id
        ? session
        : afterSale(session, event, currency);
    case 'data.restored':
      return session;
  }
}

function afterSale(
  session: DrawerTotals,
  event: Extract<JournalEvent, { type: 'sale.completed' }>,
  currency: string,
): DrawerTotals {
  const cash = event.body.payments.filter((payment) => payment.payment_method === 'cash');
  const taken = sumAmounts(
    cash.map((payment) => payment.amount),
    currency,
  );
  return {
    ...session,
    cashSales: sumAmounts([session.cashSales, taken], currency),
    expectedCash: sumAmounts([session.expectedCash, taken], currency),
    salesCount: session.salesCount + 1,
  };
}
