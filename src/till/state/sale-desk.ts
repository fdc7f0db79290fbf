import type { StoreApi } from 'zustand/vanilla';
import { problem } from '#core/problem.ts';
import type { TillPorts } from '../ports.ts';
import { createDeskCore, type DeskSurroundings, type SaleState } from './desk-core.ts';
import { type PayActions, payActions } from './pay-actions.ts';
import { type SaleActions, saleActions } from './sale-actions.ts';
import { SEEN_SALE, takeUp } from './take-up.ts';

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
        const { state, warning } = await takeUp(around.ports, index.priceBook);
        core.state.setState({
          ...state,
          ...(warning === null ? {} : core.said({ kind: 'refused', problem: problem(warning) })),
        });
      }
    },
  };
}

function rememberSeenSales(state: SaleDesk['state'], settings: TillPorts['settings']): void {
  state.subscribe((now, before) => {
    if (before.stage === 'done' && now.stage !== 'done' && before.completed !== null) {
      settings.set(SEEN_SALE, before.completed.transaction_id);
    }
  });
}
