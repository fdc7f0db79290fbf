import { describe, expect, it } from 'vitest';
import { addressOfQuery, daysBefore, EVERY_SALE, pathOfQuery, queryOfAddress } from './sales-query.ts';

const query = { dateFrom: '2026-11-01', dateTo: '2026-11-21', registerId: 'demo-t03' };

describe('the sales asked for', () => {
  it('survive a trip through the address of the page', () => {
    expect(queryOfAddress(addressOfQuery(query))).toEqual(query);
    expect(queryOfAddress(addressOfQuery(EVERY_SALE))).toEqual(EVERY_SALE);
  });

  it.each(['yesterday', '2026-13-01', '2026-1-1', ''])('are not held up by the date "%s" in the address', (from) => {
    expect(queryOfAddress(new URLSearchParams({ from }))).toEqual(EVERY_SALE);
  });

  it('are asked for with the names of the published API, and only with what matters', () => {
    expect(pathOfQuery(EVERY_SALE, null)).toBe('/api/v1/pos/transactions?limit=50');
    expect(pathOfQuery(query, 'a&b')).toBe(
      '/api/v1/pos/transactions?date_from=2026-11-01&date_to=2026-11-21&register_id=demo-t03&limit=50&cursor=a%26b',
    );
  });
});

describe('days before a date', () => {
  it('cross the ends of months and years', () => {
    expect(daysBefore('2026-11-21', 0)).toBe('2026-11-21');
    expect(daysBefore('2026-03-02', 6)).toBe('2026-02-24');
    expect(daysBefore('2028-03-01', 1)).toBe('2028-02-29');
    expect(daysBefore('2027-01-03', 6)).toBe('2026-12-28');
  });
});
