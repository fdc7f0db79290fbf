import type { StoreApi } from 'zustand/vanilla';
import { createDeskCore, type DeskSurroundings, type SaleState, stateFromEvents } from './desk-core.ts';
import { type PayActions, payActions } from './pay-actions.ts';
import { type SaleActions, saleActions } from './sale-actions.ts';

/** The open sale and everything that can be done to it, from the first scan to the change. */
export interface SaleDesk extends SaleActions, PayActions {
  state: StoreApi<SaleState>;
  /** Takes up the sale that was open when the till last stopped. Needs the catalogue's policy. */
  resume: () => Promise<void>;
}

export function createSaleDesk(around: DeskSurroundings): SaleDesk {
  const core = createDeskCore(around);
  return {
    state: core.state,
    ...saleActions(core),
    ...payActions(core),
    resume: async () => {
      const index = around.index();
      if (index !== null && core.state.getState().sale === null) {
        core.state.setState(stateFromEvents(await around.ports.store.loadOpenSale(), index.catalogue.policy));
      }
    },
  };
}
