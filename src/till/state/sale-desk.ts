import type { StoreApi } from 'zustand/vanilla';
import type { TillPorts } from '../ports.ts';
import { createDeskCore, type DeskSurroundings, type SaleState, stateFromEvents } from './desk-core.ts';
import { type PayActions, payActions } from './pay-actions.ts';
import { type SaleActions, saleActions } from './sale-actions.ts';

/** The open sale and everything that can be done to it, from the first scan to the change. */
export interface SaleDesk extends SaleActions, PayActions {
  state: StoreApi<SaleState>;
  /** Takes up the sale that was open when the till last stopped. Needs the catalogue. */
  resume: () => Promise<void>;
}

export function createSaleDesk(around: DeskSurroundings): SaleDesk {
  const core = createDeskCore(around);
  rememberSeenSales(core.state, around.ports.settings);
  return {
    state: core.state,
    ...saleActions(core),
    ...payActions(core),
    resume: async () => {
      const index = around.index();
      if (index !== null && core.state.getState().sale === null) {
        const open = stateFromEvents(await around.ports.store.loadOpenSale(), index.priceBook);
        core.state.setState(open.sale === undefined ? await unseenSale(around.ports) : open);
      }
    },
  };
}

const SEEN_SALE = 'seen_sale';
/** A sale older than this is nobody's at the counter any more. */
const STILL_HERE_MS = 10 * 60_000;

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
async function unseenSale({ store, settings, now }: TillPorts): Promise<Partial<SaleState>> {
  const [newest] = store.registration === null ? [] : await store.recentEvents(1);
  // What the server gave back of the register's past was paid on another device, or before this one was wiped.
  const isOurs = newest !== undefined && newest.hash === (await store.unsent()).head?.hash;
  if (!isOurs || newest.type !== 'sale.completed' || newest.body.transaction_id === settings.get(SEEN_SALE)) {
    return {};
  }
  const age = Date.parse(now()) - Date.parse(newest.sold_at);
  return age > STILL_HERE_MS ? {} : { stage: 'done', completed: newest.body };
}
