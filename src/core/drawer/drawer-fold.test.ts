import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CashRounding } from '#core/catalogue/catalogue.ts';
import { sealEvent } from '#core/journal/chain.ts';
import { drawerOpenedDraft, saleCompletedDraft } from '#core/journal/drafts.ts';
import { GENESIS_HASH, type JournalDraft, type JournalEvent } from '#core/journal/journal-event.ts';
import { Decimal } from '#core/money/money.ts';
import type { Tender } from '#core/sale/sale.ts';
import { amountOfUnits } from '#testkit/sale-arbitraries.ts';
import { bookOf, card, cash, counterOf, lineOf, policyOf, saleOf } from '#testkit/sale-builders.ts';
import { drawerAfter, type DrawerTotals } from './drawer-fold.ts';

function sealed(draft: JournalDraft, seq: number): JournalEvent {
  return sealEvent(draft, { registerId: 'register-1', epoch: 1, seq, prevHash: GENESIS_HASH });
}

function happening(seq: number) {
  return { id: `event-${String(seq)}`, now: '2026-03-14T15:00:00.000Z', actor: 'staff-ana' };
}

function opened(seq: number, float = '50.00'): JournalEvent {
  return sealed(drawerOpenedDraft(float, happening(seq), counterOf()), seq);
}

interface Sold {
  tenders?: Tender[];
  drawerSessionId?: string;
  cashRounding?: CashRounding;
}

function sold(seq: number, total: string, change: Sold = {}): JournalEvent {
  const sale = saleOf([lineOf({ unitPrice: total })], { tenders: change.tenders ?? [cash(total)] });
  const place = { epoch: 1, saleNumber: seq };
  const completion = { ...happening(seq), drawerSessionId: change.drawerSessionId ?? 'event-1', place };
  const { cashRounding } = change;
  const book = bookOf(policyOf(cashRounding === undefined ? {} : { cash_rounding: cashRounding }));
  return sealed(saleCompletedDraft(sale, completion, counterOf(book)), seq);
}

const restored = (seq: number): JournalEvent =>
  sealed(
    {
      ...opened(seq),
      type: 'data.restored',
      body: { cause: 'database_short', events_restored: 2, previous_epoch: 1, previous_seq: 3 },
    },
    seq,
  );

function fold(events: readonly JournalEvent[]): DrawerTotals | null {
  return events.reduce<DrawerTotals | null>((session, event) => drawerAfter(session, event, 'USD'), null);
}

describe('a drawer session', () => {
  test('begins with its float and nothing sold', () => {
    expect(fold([opened(1)])).toEqual({
      drawerSessionId: 'event-1',
      openedAt: '2026-03-14T15:00:00.000Z',
      openedBy: 'staff-ana',
      openingFloat: '50.00',
      cashSales: '0.00',
      expectedCash: '50.00',
      salesCount: 0,
    });
  });

  test('grows by what a cash sale came to, not by the note handed over', () => {
    expect(fold([opened(1), sold(2, '3.50', { tenders: [cash('5.00')] })])).toMatchObject({
      cashSales: '3.50',
      expectedCash: '53.50',
      salesCount: 1,
    });
  });

  test('grows by the rounded cash where the small coins are gone: that is what lies in it', () => {
    const inFives = { cashRounding: { step: '0.05', mode: 'half_up' as const } };
    const down = sold(2, '4.92', { tenders: [cash('5.00')], ...inFives });
    const up = sold(3, '4.98', { tenders: [cash('5.00')], ...inFives });
    expect(fold([opened(1), down, up])).toMatchObject({ cashSales: '9.90', expectedCash: '59.90', salesCount: 2 });
  });

  test('counts a card sale as a sale, without cash', () => {
    expect(fold([opened(1), sold(2, '9.00', { tenders: [card('9.00')] })])).toMatchObject({
      cashSales: '0.00',
      expectedCash: '50.00',
      salesCount: 1,
    });
  });

  test('takes from a mixed sale only the part in cash', () => {
    const mixed = sold(2, '90.00', { tenders: [cash('60.00'), card('40.00')] });
    expect(fold([opened(1), mixed])).toMatchObject({ cashSales: '50.00', expectedCash: '100.00' });
  });

  test('is left alone by sales of another session and by a restore', () => {
    const before = fold([opened(1), sold(2, '1.00')]);
    const after = fold([opened(1), sold(2, '1.00'), sold(3, '8.00', { drawerSessionId: 'event-0' }), restored(4)]);
    expect(after).toEqual(before);
  });

  test('is a new one when the drawer is opened again', () => {
    expect(fold([opened(1), sold(2, '1.00'), opened(3, '20.00')])).toMatchObject({
      drawerSessionId: 'event-3',
      expectedCash: '20.00',
      salesCount: 0,
    });
  });
});

describe('no drawer session', () => {
  test('is opened by a sale or by a restore', () => {
    expect(fold([sold(1, '5.00'), restored(2)])).toBeNull();
  });
});

describe('always', () => {
  test('what should lie in the drawer is the float and the sum of the cash sales', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 50_000 }),
        fc.array(fc.tuple(fc.integer({ min: 1, max: 5_000 }), fc.integer({ min: 0, max: 100 })), { maxLength: 12 }),
        (float, drawn) => {
          const events = drawn.map(([total, byCard], place) => {
            const onCard = Math.trunc((total * byCard) / 100);
            const tenders = [
              ...(onCard > 0 ? [card(amountOfUnits(onCard, 'USD'))] : []),
              ...(onCard < total ? [cash(amountOfUnits(total - onCard + 500, 'USD'))] : []),
            ];
            return sold(place + 2, amountOfUnits(total, 'USD'), { tenders });
          });
          const inCash = drawn.reduce((all, [total, byCard]) => all + total - Math.trunc((total * byCard) / 100), 0);
          const session = fold([opened(1, amountOfUnits(float, 'USD')), ...events]);
          expect(session?.salesCount).toBe(drawn.length);
          expect(session?.cashSales).toBe(amountOfUnits(inCash, 'USD'));
          expect(session?.expectedCash).toBe(new Decimal(float + inCash).div(100).toFixed(2));
        },
      ),
      { numRuns: 120 },
    );
  });
});
