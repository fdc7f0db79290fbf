import { describe, expect, test } from 'vitest';
import { cash, counterOf, ITBMS_7, lineOf, saleOf } from '#testkit/sale-builders.ts';
import { drawerOpenedDraft, saleCompletedDraft } from './drafts.ts';

const counter = { ...counterOf(), catalogueVersion: 'v7' };

/** 23:30 in Panama on the last day of the year: another day, and another year, in UTC. */
const LATE = { id: 'event-9', now: '2027-01-01T04:30:00.000Z', actor: 'staff-ana' };

describe('the journal’s word for an opened drawer', () => {
  test('names the session after the event, and the day as the local’s calendar has it', () => {
    expect(drawerOpenedDraft('50.00', LATE, counter)).toEqual({
      type: 'drawer.opened',
      body: { opening_float: '50.00' },
      id: 'event-9',
      sold_at: '2027-01-01T04:30:00.000Z',
      tz: 'America/Panama',
      utc_offset_min: -300,
      business_date: '2026-12-31',
      drawer_session_id: 'event-9',
      actor: 'staff-ana',
    });
  });
});

describe('the journal’s word for a completed sale', () => {
  const sale = saleOf([lineOf({ unitPrice: '2.00', taxes: [ITBMS_7] })], { tenders: [cash('5.00')] });
  const completion = { ...LATE, drawerSessionId: 'drawer-1', place: { epoch: 1, saleNumber: 123 } };

  test('holds the whole sale, in the drawer session it was made in', () => {
    const draft = saleCompletedDraft(sale, completion, counter);
    expect(draft).toMatchObject({
      type: 'sale.completed',
      id: 'event-9',
      drawer_session_id: 'drawer-1',
      business_date: '2026-12-31',
      body: {
        transaction_id: 'sale-1',
        local_id: 'local-1',
        catalogue_version: 'v7',
        completed_at: '2027-01-01T04:30:00.000Z',
        totals: { total_amount: '2.14' },
      },
    });
  });

  test('is numbered in the year of the trading day, not of the UTC clock', () => {
    const { body } = saleCompletedDraft(sale, completion, counter);
    expect(body).toMatchObject({ transaction_number: 'POS-2026-T03-000123' });
  });

  test('is never written for a sale that is not paid', () => {
    expect(() => saleCompletedDraft({ ...sale, tenders: [] }, completion, counter)).toThrow(/INSUFFICIENT_PAYMENT/);
  });
});
