import { describe, expect, it } from 'vitest';
import type { Role } from '#core/catalogue/catalogue.ts';
import { dataRestoredDraft } from '#store/data-restored-draft.ts';
import { demoCode, demoIndex } from '#testkit/demo-index.ts';
import { createMemoryTillStore } from '#testkit/memory-till-store.ts';
import { countedIds, saleOf } from '#testkit/sale-builders.ts';
import type { TillPorts } from '../ports.ts';
import { createSaleDesk } from './sale-desk.ts';

const COLA = demoCode('Cola 2 L');
const WATER = demoCode('Mineral water 1.5 L');

const REGISTRATION = {
  organisationId: 'demo',
  organisationName: 'Súper La Esquina',
  localId: 'local-1',
  localName: 'El Cangrejo',
  timeZone: 'America/Panama',
  currency: 'USD',
  registerId: 'register-1',
  registerCode: 'T01',
  registerName: 'Caja 1',
  deviceToken: 'token',
  demoPins: null,
};

/** Desks made so far, so that two of them never give out the same id. */
let desks = 0;

/** A desk with someone at it and the drawer open; the same store can be given to a second one, as after a reload. */
function deskOver(
  store = createMemoryTillStore({ registration: REGISTRATION }),
  role: Role = 'cashier',
  settings = new Map<string, string | null>(),
) {
  const sounds: string[] = [];
  const clock = { now: '2026-01-31T17:00:00Z' };
  const nothing = () => {
    throw new Error('the desk has no use for this');
  };
  const ports: TillPorts = {
    store,
    shelf: { load: nothing, save: nothing },
    server: {
      enrol: nothing,
      fetchShelf: nothing,
      fetchPastEvents: nothing,
      fetchCopyKey: nothing,
      takeInCopy: nothing,
    },
    sender: {
      state: nothing,
      subscribe: nothing,
      nudge: () => {
        sounds.push('nudge');
      },
      sendNow: nothing,
    },
    device: {
      keepStorage: nothing,
      storageKept: nothing,
      freeBytes: nothing,
      isInstalled: nothing,
      startsOffline: nothing,
    },
    history: { progress: nothing, restart: nothing, keepPage: nothing, prune: nothing },
    updates: { subscribe: nothing, look: nothing, putInPlace: nothing, reload: nothing },
    screen: { lastInputAt: nothing, dialogIsOpen: nothing },
    settings: {
      get: (key) => settings.get(key) ?? null,
      set: (key, value) => settings.set(key, value),
      getForTab: nothing,
      setForTab: nothing,
    },
    scale: null,
    sounds: { good: () => sounds.push('good'), bad: () => sounds.push('bad') },
    verifyPin: nothing,
    saveFile: nothing,
    copies: { save: nothing, takeIn: nothing, refreshKey: nothing },
    now: () => clock.now,
    newId: countedIds(`desk-${String((desks += 1))}`),
  };
  const desk = createSaleDesk({
    ports,
    index: () => demoIndex,
    person: () => ({ staff_id: 'maria', name: 'María', role, language: 'es', pin_verifier: '' }),
    drawer: () => ({
      drawerSessionId: 'drawer-1',
      openedAt: '2026-01-31T12:00:00Z',
      openedBy: 'maria',
      openingFloat: '50.00',
      cashSales: '0.00',
      expectedCash: '50.00',
      salesCount: 0,
    }),
  });
  return { desk, store, sounds, clock, state: () => desk.state.getState() };
}

const exactly = (amount: string) => ({ tenderId: `cash-${amount}`, method: 'cash' as const, received: amount });
const quantities = (state: ReturnType<ReturnType<typeof deskOver>['state']>) =>
  state.sale?.lines.map((line) => `${line.product.name.en} ${line.quantity}`);

describe('scanning', () => {
  it('takes a burst of scans in their order, each as a line or a red row', async () => {
    const { desk, state } = deskOver();
    await Promise.all([COLA, '7501031311308', WATER, COLA].map((code) => desk.scan(code)));
    expect(quantities(state())).toEqual(['Cola 2 L 2', 'Mineral water 1.5 L 1']);
    expect(state().sale?.misses.map((miss) => miss.text)).toEqual(['7501031311308']);
  });

  it('uses a typed quantity once', async () => {
    const { desk, state } = deskOver();
    desk.typeQuantity('3');
    await desk.scan(COLA);
    await desk.scan(WATER);
    expect(quantities(state())).toEqual(['Cola 2 L 3', 'Mineral water 1.5 L 1']);
  });

  it('warns of goods past their date, and keeps batch and number apart', async () => {
    const { desk, state, sounds } = deskOver();
    const gtin = COLA.padStart(14, '0');
    await desk.scan(`]d201${gtin}17260131`);
    expect(sounds.at(-1)).toBe('good');
    await desk.scan(`]d201${gtin}17260130`);
    expect(state().heard).toMatchObject({ kind: 'line', pastDate: '2026-01-30' });
    expect(sounds.at(-1)).toBe('bad');
    await desk.scan(COLA);
    await desk.scan(`]d201${gtin}17260131`);
    expect(quantities(state())).toEqual(['Cola 2 L 2', 'Cola 2 L 1', 'Cola 2 L 1']);
  });

  it('changes nothing that could not be stored, and says so', async () => {
    const { desk, store, state, sounds } = deskOver();
    await desk.scan(COLA);
    store.fillDisk(true);
    await desk.scan(WATER);
    expect(quantities(state())).toEqual(['Cola 2 L 1']);
    expect(state().heard?.kind).toBe('not_stored');
    expect(sounds.at(-1)).toBe('bad');
  });

  it('names a scan that a fault of the program has swallowed, and goes on with the next', async () => {
    const { desk, state, sounds } = deskOver();
    const broken = state().sale;
    desk.state.setState({ sale: { ...saleOf([]), lines: [null as never] } });
    await expect(desk.scan(COLA)).rejects.toThrow(TypeError);
    expect(state().unstoredScans).toEqual([COLA]);
    expect(sounds.at(-1)).toBe('bad');
    desk.state.setState({ sale: broken });
    await desk.scan(WATER);
    expect(quantities(state())).toEqual(['Mineral water 1.5 L 1']);
  });

  it('names every scan that could not be stored until someone has seen it, also after others that could', async () => {
    const { desk, store, state } = deskOver();
    store.fillDisk(true);
    await Promise.all([desk.scan(COLA), desk.scan(WATER)]);
    store.fillDisk(false);
    await desk.scan(COLA);
    expect(quantities(state())).toEqual(['Cola 2 L 1']);
    expect(state().unstoredScans).toEqual([COLA, WATER]);
    desk.dismissUnstored();
    expect(state().unstoredScans).toEqual([]);
  });
});

describe('a reload', () => {
  it('in the middle of a sale loses nothing, and what was done can still be undone', async () => {
    const before = deskOver();
    await before.desk.scan(COLA);
    await before.desk.scan(COLA);
    await before.desk.scan('75010313');

    const after = deskOver(before.store);
    await after.desk.resume();
    expect(after.state().sale).toEqual(before.state().sale);
    expect(after.state().stage).toBe('selling');
    await after.desk.undo();
    await after.desk.undo();
    expect(quantities(after.state())).toEqual(['Cola 2 L 1']);
    expect(after.state().sale?.misses).toEqual([]);
  });

  it('puts a scan that comes while it reads what was open onto that sale', async () => {
    const before = deskOver();
    await before.desk.scan(COLA);

    const after = deskOver(before.store);
    await Promise.all([after.desk.resume(), after.desk.scan(WATER)]);
    expect(quantities(after.state())).toEqual(['Cola 2 L 1', 'Mineral water 1.5 L 1']);
  });

  it('in the middle of paying comes back to paying, with what was taken', async () => {
    const before = deskOver();
    await before.desk.scan(COLA);
    await before.desk.startPaying();
    await before.desk.addTender(exactly('1.00'));

    const after = deskOver(before.store);
    await after.desk.resume();
    expect(after.state().stage).toBe('paying');
    expect(after.state().sale?.tenders).toMatchObject([{ received: '1.00' }]);
  });
});

describe('undo', () => {
  it('takes back what one touch did, also emptying the whole sale', async () => {
    const { desk, state } = deskOver();
    await desk.scan(COLA);
    await desk.scan(WATER);
    await desk.setNote('for the fair');
    const full = state().sale;
    await desk.emptySale();
    expect(state().sale?.lines).toEqual([]);
    await desk.undo();
    expect(state().sale).toEqual(full);
  });

  it('brings back a line whose last piece was taken away, at its place', async () => {
    const { desk, state } = deskOver();
    await desk.scan(COLA);
    await desk.scan(WATER);
    await desk.stepQuantity(state().sale?.lines[0]?.lineId ?? '', -1);
    expect(quantities(state())).toEqual(['Mineral water 1.5 L 1']);
    await desk.undo();
    expect(quantities(state())).toEqual(['Cola 2 L 1', 'Mineral water 1.5 L 1']);
  });
});

describe('what a cashier may not do', () => {
  it('is refused in words and changes nothing', async () => {
    const { desk, state } = deskOver();
    await desk.scan(COLA);
    const before = state().sale;
    const discount = { type: 'percentage', value: '5.01', reason: 'regular customer' } as const;
    expect(await desk.discountSale(discount)).toBe(false);
    expect(state().heard).toMatchObject({ kind: 'refused', problem: { code: 'POS-1003' } });
    expect(await desk.setNote('card 4111 1111 1111 1111')).toBe(false);
    expect(state().heard).toMatchObject({ kind: 'refused', problem: { code: 'POS-2102' } });
    expect(state().sale).toEqual(before);
  });

  it('is not paid for when a discount was small on a full sale and lines have left since', async () => {
    const { desk, state } = deskOver();
    await desk.scan(COLA);
    await desk.setQuantity(state().sale?.lines[0]?.lineId ?? '', '10');
    expect(await desk.discountSale({ type: 'fixed_amount', value: '1', reason: 'regular customer' })).toBe(true);
    await desk.setQuantity(state().sale?.lines[0]?.lineId ?? '', '1');
    await desk.startPaying();
    expect(state().stage).toBe('selling');
    expect(state().heard).toMatchObject({ kind: 'refused', problem: { code: 'POS-1003' } });
  });

  it('may be done by a supervisor', async () => {
    const { desk, state } = deskOver(undefined, 'supervisor');
    await desk.scan(COLA);
    expect(await desk.discountSale({ type: 'percentage', value: '10', reason: 'regular customer' })).toBe(true);
    expect(state().priced?.discount).toBe('0.25');
  });
});

describe('paying', () => {
  it('does not begin with a red row, an empty sale, or a full disk', async () => {
    const { desk, store, state } = deskOver();
    await desk.startPaying();
    expect(state().heard).toMatchObject({ problem: { code: 'POS-1109' } });
    await desk.scan(COLA);
    await desk.scan('75010313');
    await desk.startPaying();
    expect(state().heard).toMatchObject({ problem: { code: 'POS-1108' } });
    await desk.dismissMiss(state().sale?.misses[0]?.missId ?? '');
    store.fillDisk(true);
    await desk.startPaying();
    expect(state()).toMatchObject({ stage: 'selling', storageRefused: 'no_room' });
    store.fillDisk(false);
    await desk.startPaying();
    expect(state()).toMatchObject({ stage: 'paying', storageRefused: null });
  });

  it('makes one sale of a double press', async () => {
    const { desk, store, state } = deskOver();
    await desk.scan(COLA);
    await desk.startPaying();
    await Promise.all([desk.complete(exactly('2.68')), desk.complete(exactly('2.68'))]);
    expect(store.events().map((event) => event.type)).toEqual(['sale.completed']);
    expect(state()).toMatchObject({ stage: 'done', sale: null, completing: false });
    expect(state().completed).toMatchObject({ transaction_number: 'POS-2026-T01-000001' });
  });

  it('does not date a sale before the last one when the clock was put right by a moment, but believes a date set back', async () => {
    const { desk, store, clock } = deskOver();
    const sellAt = async (instant: string) => {
      clock.now = instant;
      await desk.scan(COLA);
      await desk.startPaying();
      await desk.complete(exactly('2.68'));
    };
    await sellAt('2099-01-31T17:00:30Z');
    await sellAt('2026-01-31T17:00:30Z');
    await sellAt('2026-01-31T17:00:00Z');
    await sellAt('2026-01-31T17:00:31Z');
    const expected = [
      ['2099-01-31T17:00:30Z', '2099-01-31'],
      ['2026-01-31T17:00:30Z', '2026-01-31'],
      ['2026-01-31T17:00:30Z', '2026-01-31'],
      ['2026-01-31T17:00:31Z', '2026-01-31'],
    ];
    const sold = store.events();
    expect(sold.map((event) => [event.sold_at, event.business_date])).toEqual(expected);
    expect(sold.map((event) => event.type === 'sale.completed' && event.body.completed_at)).toEqual(
      expected.map(([instant]) => instant),
    );
  });

  it('shows the change after a restart until someone has seen it', async () => {
    const settings = new Map<string, string | null>();
    const { desk, store } = deskOver(undefined, 'cashier', settings);
    await desk.scan(COLA);
    await desk.startPaying();
    await desk.complete(exactly('5.00'));
    const restarted = deskOver(store, 'cashier', settings);
    await restarted.desk.resume();
    expect(restarted.state()).toMatchObject({ stage: 'done', sale: null });
    expect(restarted.state().completed?.payments).toMatchObject([{ change_due: '2.32' }]);
    restarted.desk.newSale();
    const seen = deskOver(store, 'cashier', settings);
    await seen.desk.resume();
    expect(seen.state()).toMatchObject({ stage: 'selling', completed: null });
  });

  describe('after a restart that had to mend the records of the till', () => {
    const noteOfMending = (
      store: ReturnType<typeof deskOver>['store'],
      { epoch, seq }: { epoch: number; seq: number },
    ) => {
      const [previous_epoch, previous_seq] = [epoch, seq];
      const body = { cause: 'database_short' as const, events_restored: 1, previous_epoch, previous_seq };
      const till = { timeZone: 'America/Panama', drawer: null };
      const id = `note-${String(store.events().length)}`;
      return store.commit(id, ({ newestAt }) =>
        dataRestoredDraft(body, { id, now: '2026-01-31T17:01:00Z', newestAt, ...till }),
      );
    };

    it('shows the change all the same, however often that was noted since', async () => {
      const { desk, store } = deskOver();
      await desk.scan(COLA);
      await desk.startPaying();
      await desk.complete(exactly('5.00'));
      const [sale] = store.events();
      const note = await noteOfMending(store, sale ?? { epoch: 0, seq: 0 });
      await noteOfMending(store, note);
      const restarted = deskOver(store);
      await restarted.desk.resume();
      expect(restarted.state()).toMatchObject({ stage: 'done', completed: { payments: [{ change_due: '2.32' }] } });
    });

    it('shows no sale that is not the last one before it', async () => {
      const { desk, store } = deskOver();
      await desk.scan(COLA);
      await desk.startPaying();
      await desk.complete(exactly('5.00'));
      await noteOfMending(store, { epoch: 0, seq: 0 });
      const restarted = deskOver(store);
      await restarted.desk.resume();
      expect(restarted.state()).toMatchObject({ stage: 'selling', completed: null });
    });
  });

  it('is not done while the sale could not be written down, and then is done once, with the cash taken once', async () => {
    const { desk, store, state, sounds } = deskOver();
    await desk.scan(COLA);
    await desk.startPaying();
    await desk.addTender(exactly('5.00'));
    store.fillDisk(true);
    await desk.complete(null);
    expect(state()).toMatchObject({ stage: 'paying', completed: null, storageRefused: 'no_room' });
    expect(sounds).not.toContain('nudge');
    store.fillDisk(false);
    await desk.complete(exactly('5.00'));
    expect(state().completed?.payments).toMatchObject([{ amount: '2.68', received: '5.00', change_due: '2.32' }]);
  });

  it('takes no more tenders than can be sent; one given back makes room for the rest', async () => {
    const { desk, store, state } = deskOver();
    await desk.scan(COLA);
    await desk.startPaying();
    for (let coin = 0; coin < 50; coin += 1) {
      await desk.addTender({ tenderId: `coin-${String(coin)}`, method: 'cash', received: '0.01' });
    }
    await desk.complete(exactly('2.18'));
    expect(state().heard).toMatchObject({ problem: { code: 'POS-2106' } });
    expect(store.events()).toEqual([]);
    await desk.removeTender('coin-0');
    await desk.complete(exactly('2.19'));
    expect(state().completed?.payments).toHaveLength(50);
  });

  it('goes on with a note that was cut in the middle of a character', async () => {
    const { desk, state } = deskOver();
    await desk.scan(COLA);
    await desk.setNote(`${'a'.repeat(499)}😀\0`);
    await desk.startPaying();
    await desk.complete(exactly('5.00'));
    expect(state().completed?.notes).toHaveLength(500);
  });

  it('is not done with less than the total', async () => {
    const { desk, store, state } = deskOver();
    await desk.scan(COLA);
    await desk.startPaying();
    await desk.complete(exactly('2.00'));
    expect(state().stage).toBe('paying');
    expect(state().heard).toMatchObject({ problem: { code: 'POS-2001', details: { left: '0.68' } } });
    expect(store.events()).toEqual([]);
  });

  it('takes a scan that comes in between onto the sale', async () => {
    const { desk, state } = deskOver();
    await desk.scan(COLA);
    await desk.startPaying();
    await desk.scan(WATER);
    expect(state()).toMatchObject({ stage: 'paying', priced: { total: '3.30' } });
  });

  it('is over when the next scan begins the next sale', async () => {
    const { desk, state } = deskOver();
    await desk.scan(COLA);
    await desk.startPaying();
    await desk.complete(exactly('2.68'));
    await desk.scan(WATER);
    expect(state()).toMatchObject({ stage: 'selling', completed: null });
    expect(quantities(state())).toEqual(['Mineral water 1.5 L 1']);
  });
});

describe('who comes between two sales', () => {
  it('is somebody at something: a line, a red row, a quantity, the change of a sale; not once a sale was emptied', async () => {
    const { desk } = deskOver();
    expect(desk.isOccupied()).toBe(false);
    desk.typeQuantity('3');
    expect(desk.isOccupied()).toBe(true);
    await desk.scan(COLA);
    expect(desk.isOccupied()).toBe(true);
    await desk.emptySale();
    expect(desk.isOccupied()).toBe(false);
    await desk.scan('7501031311308');
    expect(desk.isOccupied()).toBe(true);
  });

  it('waits for the end of the open sale, and of one that a scan began before it had its turn', async () => {
    const { desk, state } = deskOver();
    const seen: unknown[] = [];
    await desk.scan(COLA);
    const between = desk.betweenSales(() => seen.push(quantities(state())));
    await desk.scan(WATER);
    expect(seen).toEqual([]);
    await desk.startPaying();
    await Promise.all([desk.complete(exactly('10.00')), desk.scan(COLA)]);
    expect([seen, quantities(state())]).toEqual([[], ['Cola 2 L 1']]);
    await desk.emptySale();
    await between;
    expect(seen).toEqual([[]]);
  });
});
