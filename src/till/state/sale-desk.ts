import type { StoreApi } from 'zustand/vanilla';
import type { JournalEvent } from '#core/journal/journal-event.ts';
import type { TillPorts } from '../ports.ts';
import { createDeskCore, type DeskSurroundings, type SaleState, stateFromEvents } from './desk-core.ts';
import { type PayActions, payActions } from './pay-actions.ts';
import { type SaleActions, saleActions } from './sale-actions.ts';

/** The open sale and everything that can be done to it, from the first scan to the change. */
export interface SaleDesk extends SaleActions, PayActions {
  state: StoreApi<SaleState>;
  /** Takes up the sale that was open when the till last stopped, once. Without a catalogue it does nothing yet. */
  resume: () => Promise<void>;
}

export function createSaleDesk(around: DeskSurroundings): SaleDesk {
  const core = createDeskCore(around);
  rememberSeenSales(core.state, around.ports.settings);
  let isResumed = false;
  return {
    state: core.state,
    ...saleActions(core),
    ...payActions(core),
    resume: async () => {
      const index = around.index();
      if (index !== null && !isResumed && core.state.getState().sale === null) {
        isResumed = true;
        const open = stateFromEvents(await around.ports.store.loadOpenSale(), index.priceBook);
        core.state.setState(open.sale === undefined ? await unseenSale(around.ports) : open);
      }
    },
  };
}

const SEEN_SALE = 'seen_sale';
/** A machine that starts again and again notes each time that its records were mended. */
const MOST_NOTES = 10;

function rememberSeenSales(state: SaleDesk['state'], settings: TillPorts['settings']): void {
  state.subscribe((now, before) => {
    if (before.stage === 'done' && now.stage !== 'done' && before.completed !== null) {
      settings.set(SEEN_SALE, before.completed.transaction_id);
    }
  });
}

/**
 * The change of a sale that was written down when the till stopped, before anyone could have read it: without it the
 * cashier would not know that the sale is done, and ring it up again.
 */
async function unseenSale({ store, settings }: TillPorts): Promise<Partial<SaleState>> {
  const newest = store.registration === null ? null : await lastWritten(store);
  if (newest?.type !== 'sale.completed' || newest.body.transaction_id === settings.get(SEEN_SALE)) {
    return {};
  }
  return { stage: 'done', completed: newest.body };
}

/**
 * The last event that this device wrote before it stopped: what it noted at its start of its own records comes after that.
 * What the server gave back of the register's past was paid on another device, or before this one was wiped.
 */
async function lastWritten(store: TillPorts['store']): Promise<JournalEvent | null> {
  const { head } = await store.unsent();
  let place: { epoch: number; seq: number } | null = head;
  for (const event of head === null ? [] : await store.recentEvents(MOST_NOTES)) {
    if (event.epoch !== place?.epoch || event.seq !== place.seq) {
      return null;
    }
    if (event.type !== 'data.restored') {
      return event;
    }
    place = { epoch: event.body.previous_epoch, seq: event.body.previous_seq };
  }
  return null;
}
