import { businessDate } from '#protocol/values.ts';

/** Which sales are asked for; null where it does not matter. Dates are the local's business dates, both included. */
export interface SalesQuery {
  dateFrom: string | null;
  dateTo: string | null;
  registerId: string | null;
}

export const EVERY_SALE: SalesQuery = { dateFrom: null, dateTo: null, registerId: null };

/** How many sales one answer brings. */
const PAGE_SIZE = 50;

/** Reads the query from the page's address; what makes no sense there is left out. */
export function queryOfAddress(address: URLSearchParams): SalesQuery {
  return {
    dateFrom: dateOf(address.get('from')),
    dateTo: dateOf(address.get('to')),
    registerId: address.get('register') || null,
  };
}

/** The page's address for a query, so that it can be kept, shared and gone back to. */
export function addressOfQuery(query: SalesQuery): URLSearchParams {
  return parameters({ from: query.dateFrom, to: query.dateTo, register: query.registerId });
}

/** Where the server answers a query, from its beginning or after a cursor. */
export function pathOfQuery(query: SalesQuery, cursor: string | null): string {
  const asked = parameters({
    date_from: query.dateFrom,
    date_to: query.dateTo,
    register_id: query.registerId,
    limit: String(PAGE_SIZE),
    cursor,
  });
  return `/api/v1/pos/transactions?${asked.toString()}`;
}

/** The business date so many days before another; both YYYY-MM-DD. */
export function daysBefore(date: string, days: number): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - days);
  return day.toISOString().slice(0, 10);
}

function dateOf(text: string | null): string | null {
  const known = businessDate.safeParse(text);
  return known.success && !Number.isNaN(Date.parse(known.data)) ? known.data : null;
}

function parameters(values: Record<string, string | null>): URLSearchParams {
  const given = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== null);
  return new URLSearchParams(given);
}
