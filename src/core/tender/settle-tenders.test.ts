import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal, sum } from '#core/money/money.ts';
import type { Tender } from '#core/sale/sale.ts';
import { card, cash } from '#testkit/sale-builders.ts';
import { amounts, cashRoundings, currencies } from '#testkit/sale-arbitraries.ts';
import { type AmountDue, settleTenders, type Settlement } from './settle-tenders.ts';

function settle(total: string, tenders: readonly Tender[]): Settlement {
  return settleTenders({ total, currency: 'USD' }, tenders);
}

function paid(settlement: Settlement): string[] {
  return settlement.payments.map((payment) => payment.amount);
}

describe('cash', () => {
  test('3.50 paid with a note of 5.00 counts as 3.50, and 1.50 goes back', () => {
    const settlement = settle('3.50', [cash('5.00')]);
    expect(settlement).toMatchObject({ paid: '3.50', left: '0.00', change: '1.50', problem: null });
    expect(settlement.payments).toEqual([
      {
        payment_id: 'cash-1',
        payment_method: 'cash',
        amount: '3.50',
        received: '5.00',
        change_due: '1.50',
        card_brand: null,
        card_last4: null,
        authorization_code: null,
        reference: null,
      },
    ]);
  });

  test('to the cent gives no change', () => {
    expect(settle('90.00', [cash('90.00')])).toMatchObject({ change: '0.00', problem: null });
  });

  test('below the total is not enough, and says what is left', () => {
    expect(settle('12.60', [cash('10.00')])).toMatchObject({
      paid: '10.00',
      left: '2.60',
      change: '0.00',
      problem: { code: 'POS-2001', type: 'INSUFFICIENT_PAYMENT', details: { total: '12.6', left: '2.6' } },
    });
  });

  test('may be handed over in several goes; the last one gets the change', () => {
    const settlement = settle('12.60', [cash('10.00', 'first'), cash('5.00', 'second')]);
    expect(paid(settlement)).toEqual(['10.00', '2.60']);
    expect(settlement.payments.map((payment) => payment.change_due)).toEqual(['0.00', '2.40']);
  });

  test('handed over when nothing is left goes back whole', () => {
    expect(settle('3.00', [cash('3.00', 'first'), cash('20.00', 'second')])).toMatchObject({
      paid: '3.00',
      change: '20.00',
      problem: null,
    });
  });
});

describe('several tenders', () => {
  test('50.00 in cash and 40.00 by card pay 90.00', () => {
    const settlement = settle('90.00', [cash('50.00'), card('40.00')]);
    expect(paid(settlement)).toEqual(['50.00', '40.00']);
    expect(settlement.problem).toBeNull();
  });

  test('cash pays what the others leave, also when it was put down first', () => {
    const settlement = settle('90.00', [cash('100.00'), card('40.00')]);
    expect(paid(settlement)).toEqual(['50.00', '40.00']);
    expect(settlement.change).toBe('50.00');
  });

  test('the change is for the cash alone: a card may not be charged more than the total', () => {
    const settlement = settle('90.00', [card('95.00')]);
    expect(settlement).toMatchObject({
      change: '0.00',
      problem: { code: 'POS-2002', type: 'EXCESS_PAYMENT', details: { total: '90', excess: '5' } },
    });
  });

  test('nor may card and transfer together', () => {
    const transfer: Tender = { tenderId: 't-1', method: 'transfer', amount: '60.00', reference: 'ACH 7' };
    expect(settle('90.00', [card('40.00'), transfer]).problem?.code).toBe('POS-2002');
  });

  test('each keeps what proves it', () => {
    const yappy: Tender = { tenderId: 'y-1', method: 'yappy', amount: '1.00', reference: 'QK-22' };
    const [byCard, byYappy] = settle('3.00', [card('2.00'), yappy]).payments;
    expect(byCard).toMatchObject({
      card_brand: 'VISA',
      card_last4: '4242',
      authorization_code: 'A-771',
      received: null,
    });
    expect(byYappy).toMatchObject({ payment_method: 'yappy', reference: 'QK-22', change_due: null, card_last4: null });
  });
});

describe('cash where the small coins are gone', () => {
  const inFives = (total: string, tenders: readonly Tender[], step = '0.05'): Settlement =>
    settleTenders({ total, currency: 'USD', cashRounding: { step, mode: 'half_up' } }, tenders);

  test('is due in whole steps, while a card pays what is exactly left', () => {
    expect(inFives('4.92', [])).toMatchObject({ left: '4.92', cashDue: '4.90', rounding: '0.00', paid: '0.00' });
  });

  test('settles with the rounded amount, and its change is reckoned from that', () => {
    expect(inFives('4.92', [cash('4.90')])).toMatchObject({
      paid: '4.90',
      left: '0.00',
      cashDue: '0.00',
      rounding: '-0.02',
      change: '0.00',
      problem: null,
    });
    expect(inFives('4.92', [cash('10.00')])).toMatchObject({ change: '5.10', rounding: '-0.02' });
    expect(inFives('4.98', [cash('10.00')])).toMatchObject({ change: '5.00', rounding: '0.02', paid: '5.00' });
  });

  test('pays only what the other tenders leave, and only that is rounded', () => {
    const settlement = inFives('15.72', [card('0.68'), cash('20.00')]);
    expect(settlement).toMatchObject({ rounding: '0.01', change: '4.95', problem: null });
    expect(paid(settlement)).toEqual(['0.68', '15.05']);
  });

  test('below the rounded amount counts in full, and the rest is still exact for a card', () => {
    const part = inFives('4.92', [cash('3.00')]);
    expect(part).toMatchObject({ paid: '3.00', left: '1.92', cashDue: '1.90', rounding: '0.00', change: '0.00' });
    expect(part.problem?.code).toBe('POS-2001');
    expect(inFives('4.92', [cash('3.00'), card('1.92')])).toMatchObject({ rounding: '0.00', problem: null });
    expect(inFives('4.92', [cash('3.00', 'a'), cash('1.90', 'b')])).toMatchObject({ rounding: '-0.02', problem: null });
  });

  test('of the exact amount settles the sale where the rounded one would be higher', () => {
    expect(inFives('4.98', [cash('4.98')])).toMatchObject({ paid: '4.98', rounding: '0.00', problem: null });
    expect(inFives('4.98', [cash('4.99')])).toMatchObject({ paid: '4.98', change: '0.01', problem: null });
  });

  test('of nothing settles a rest that rounds to nothing, but only once it is said', () => {
    expect(inFives('40.00', [card('38.00')], '5.00')).toMatchObject({
      left: '2.00',
      cashDue: '0.00',
      problem: { code: 'POS-2001' },
    });
    expect(inFives('40.00', [card('38.00'), cash('0.00')], '5.00')).toMatchObject({
      paid: '38.00',
      left: '0.00',
      rounding: '-2.00',
      problem: null,
    });
  });

  test('is not asked for where the card has paid everything', () => {
    expect(inFives('4.92', [card('4.92')])).toMatchObject({ cashDue: '0.00', rounding: '0.00', problem: null });
  });
});

describe('nothing to pay', () => {
  test('is settled without a tender', () => {
    expect(settle('0.00', [])).toMatchObject({ payments: [], paid: '0.00', left: '0.00', problem: null });
  });
  test('but is not settled by a card', () => {
    expect(settle('0.00', [card('0.01')]).problem?.code).toBe('POS-2002');
  });
});

const tenderLists = currencies.chain((currency) => {
  const method = fc.constantFrom('cash' as const, 'card' as const, 'transfer' as const);
  const tender = fc.record({ method, amount: amounts(currency, 1) });
  return fc.record({
    currency: fc.constant(currency),
    cashRounding: fc.option(cashRoundings(currency), { nil: undefined }),
    total: amounts(currency),
    tenders: fc.array(tender, { maxLength: 6 }).map((list) =>
      list.map(({ method: kind, amount }, place): Tender => {
        const tenderId = `tender-${String(place)}`;
        if (kind === 'cash') {
          return { tenderId, method: kind, received: amount };
        }
        return kind === 'card'
          ? { tenderId, method: kind, amount, brand: null, last4: '0000', authorizationCode: 'x' }
          : { tenderId, method: kind, amount, reference: 'x' };
      }),
    ),
  });
});

type Drawn = AmountDue & { tenders: Tender[] };

function always(check: (settlement: Settlement, drawn: Drawn) => void): void {
  fc.assert(
    fc.property(tenderLists, (drawn) => {
      check(settleTenders(drawn, drawn.tenders), drawn);
    }),
    { numRuns: 500 },
  );
}

function total(amountsOf: readonly (string | null)[]): Decimal {
  return sum(amountsOf.map((amount) => new Decimal(amount ?? 0)));
}

describe('always', () => {
  test('the payments sum to the total and its rounding exactly when there is no problem', () => {
    always((settlement, drawn) => {
      const exact = total(paid(settlement)).equals(new Decimal(drawn.total).plus(settlement.rounding));
      expect(exact).toBe(settlement.problem === null);
    });
  });

  test('paid and left make up the total and its rounding', () => {
    always((settlement, drawn) => {
      const payable = new Decimal(drawn.total).plus(settlement.rounding);
      expect(new Decimal(settlement.paid).plus(settlement.left).equals(payable)).toBe(true);
    });
  });

  test('handing over what is due in cash settles the sale, and a minor unit less does not unless it is the exact rest', () => {
    always((settlement, drawn) => {
      fc.pre(settlement.problem?.code === 'POS-2001');
      const settledBy = (received: string) =>
        settleTenders(drawn, [...drawn.tenders, { tenderId: 'last', method: 'cash', received }]);
      expect(settledBy(settlement.cashDue)).toMatchObject({ problem: null, change: settlement.change });
      const unit = new Decimal(10).pow(-(settlement.cashDue.split('.')[1]?.length ?? 0));
      const less = new Decimal(settlement.cashDue).minus(unit);
      fc.pre(!less.isNegative() && less.lessThan(settlement.left));
      expect(settledBy(less.toFixed()).problem?.code).toBe('POS-2001');
    });
  });

  test('rounding is less than a step, at most half of one where the nearest is taken, and none without cash', () => {
    always((settlement, drawn) => {
      const rounding = new Decimal(settlement.rounding).abs();
      const inCash = drawn.tenders.some((tender) => tender.method === 'cash');
      const { step, mode } = drawn.cashRounding ?? { step: '0', mode: 'down' };
      expect(rounding.isZero() || (inCash && rounding.lessThan(step))).toBe(true);
      expect(mode.startsWith('half_') ? rounding.times(2).lessThanOrEqualTo(step) : true).toBe(true);
    });
  });

  test('once rounded, cash is taken in whole steps', () => {
    always((settlement, drawn) => {
      fc.pre(!new Decimal(settlement.rounding).isZero());
      const inCash = settlement.payments.filter((payment) => payment.payment_method === 'cash');
      const taken = total(inCash.map((payment) => payment.amount));
      expect(taken.modulo(drawn.cashRounding?.step ?? NaN).isZero()).toBe(true);
    });
  });

  test('change is what was handed over in cash and not taken, and never comes from anything else', () => {
    always((settlement, drawn) => {
      const inCash = settlement.payments.filter((payment) => payment.payment_method === 'cash');
      const handed = total(drawn.tenders.map((tender) => (tender.method === 'cash' ? tender.received : null)));
      const taken = total(inCash.map((payment) => payment.amount));
      expect(handed.minus(taken).equals(settlement.change)).toBe(true);
      expect(total(inCash.map((payment) => payment.change_due)).equals(settlement.change)).toBe(true);
    });
  });

  test('each payment of cash is what was received less its change', () => {
    always((settlement) => {
      for (const payment of settlement.payments.filter((each) => each.payment_method === 'cash')) {
        expect(new Decimal(payment.received ?? NaN).minus(payment.change_due ?? NaN).equals(payment.amount)).toBe(true);
      }
    });
  });

  test('nothing is owed and given back at once', () => {
    always((settlement) => {
      const owed = !new Decimal(settlement.left).isZero();
      const givenBack = !new Decimal(settlement.change).isZero();
      expect(owed && givenBack).toBe(false);
    });
  });

  test('no payment is below zero or a negative zero', () => {
    always((settlement) => {
      const all = [settlement.paid, settlement.left, settlement.change, ...paid(settlement)];
      expect(all.some((amount) => amount.startsWith('-'))).toBe(false);
    });
  });
});
