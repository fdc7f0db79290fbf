import type { StoreApi } from 'zustand/vanilla';
import type { PriceBook } from '#core/pricing/price-book.ts';
import type { Sale } from '#core/sale/sale.ts';
import { START_TROUBLES, takeUp } from '#store/take-up.ts';
import type { TillPorts } from '../ports.ts';
import {
  createDeskCore,
  type DeskCore,
  type DeskSurroundings,
  type SaleState,
  stateFromEvents,
  withoutSale,
} from './desk-core.ts';
import { type PayActions, payActions } from './pay-actions.ts';
import { type SaleActions, saleActions } from './sale-actions.ts';

/** The open sale and everything that can be done to it, from the first scan to the change. */
export interface SaleDesk extends SaleActions, PayActions {
  state: StoreApi<SaleState>;
  /** Takes up the sale that was open when the till last stopped, once. Without a catalogue it does nothing yet. */
  resume: () => Promise<void>;
  /** Whether somebody is still at something here: a sale, its payment or its change, a notice that nobody has read. */
  isOccupied: () => boolean;
  /** Runs this when no sale is open but an emptied one, and before the next input: at once, or after the open one. */
  betweenSales: (work: () => void) => Promise<void>;
  /** Takes no input until this is done: it waits, and is taken afterwards. */
  whileClosed: (work: () => Promise<void>) => Promise<void>;
  /** Forgets an emptied sale, for this device becomes another register. To be called while the desk is closed. */
  clear: () => Promise<void>;
  /** Whatever the register sold last that this device has become, somebody has seen its change long ago. */
  noteAllSeen: () => Promise<void>;
}

export function createSaleDesk(around: DeskSurroundings): SaleDesk {
  const core = createDeskCore(around);
  rememberSales(core.state, around.ports.settings);
  let isResumed = false;
  return {
    state: core.state,
    ...saleActions(core),
    ...payActions(core),
    // In turn with what a person does: a scan that came meanwhile would be taken off the screen by what was read before it.
    resume: () =>
      core.inTurn(async () => {
        const index = around.index();
        if (index !== null && !isResumed && core.state.getState().sale === null) {
          isResumed = true;
          core.state.setState(await takenUp(around.ports, index.priceBook));
        }
      }),
    isOccupied: () => isOccupied(core.state.getState()),
    betweenSales: (work) => betweenSales(core, work),
    whileClosed: core.inTurn,
    clear: async () => {
      const [opened] = await around.ports.store.loadOpenSale();
      if (opened?.type === 'sale.opened') {
        await around.ports.store.discardOpenSale(opened.saleId);
      }
      core.state.setState(withoutSale(core.state.getState()));
    },
    noteAllSeen: () => noteAllSeen(around.ports),
  };
}

/** A scan may come between the end of a sale and this one's turn: then it waits for the end of that sale. */
async function betweenSales({ state, inTurn }: DeskCore, work: () => void): Promise<void> {
  let isDone = false;
  while (!isDone) {
    await noSaleIn(state);
    await inTurn(() => {
      if (!holdsSomething(state.getState().sale)) {
        work();
        isDone = true;
      }
      return Promise.resolve();
    });
  }
}

/** Resolves when no sale is open: at once, or after the open one. */
function noSaleIn(state: SaleDesk['state']): Promise<void> {
  return new Promise((resolve) => {
    if (!holdsSomething(state.getState().sale)) {
      resolve();
      return;
    }
    const stop = state.subscribe(({ sale }) => {
      if (!holdsSomething(sale)) {
        stop();
        resolve();
      }
    });
  });
}

function isOccupied({ sale, stage, completing, pendingQuantity, unstoredScans, startTrouble }: SaleState): boolean {
  const isSelling = holdsSomething(sale) || stage !== 'selling' || completing || pendingQuantity !== '';
  return isSelling || unstoredScans.length > 0 || startTrouble !== null;
}

/** Whether a sale holds anything that someone is still at. One that was emptied holds nothing and survives a reload. */
function holdsSomething(sale: Sale | null): boolean {
  return (
    sale !== null &&
    (sale.lines.length > 0 ||
      sale.misses.length > 0 ||
      sale.tenders.length > 0 ||
      sale.customer !== null ||
      sale.discount !== null ||
      sale.note !== null)
  );
}

/** The device's setting that names the sale whose change was seen last, by its number. */
const SEEN_SALE = 'seen_sale';
/** The one that names the sale on the screen, by its id. */
const OPEN_SALE = 'open_sale';
/** The one that names what a start could not show, until somebody has read that. */
const UNREAD_TROUBLE = 'unread_trouble';
/** The one that says that a copy of the journal did not answer then: what is hidden may be in that. */
const UNREAD_IS_UNSURE = 'unread_trouble_unsure';

/** No till has so many other events after its last sale. */
const MOST_SINCE_A_SALE = 100;

function rememberSales(state: SaleDesk['state'], settings: TillPorts['settings']): void {
  state.subscribe((now, before) => {
    if (before.stage === 'done' && now.stage !== 'done' && before.completed !== null) {
      settings.set(SEEN_SALE, before.completed.transaction_number);
    }
    if (idOnScreen(now) !== idOnScreen(before)) {
      settings.set(OPEN_SALE, idOnScreen(now));
    }
    if (before.startTrouble !== null && now.startTrouble === null) {
      noteUnread(settings, null);
    }
  });
}

async function noteAllSeen({ store, settings }: TillPorts): Promise<void> {
  const events = await store.recentEvents(MOST_SINCE_A_SALE).catch(() => []);
  const [last] = events.flatMap((event) => (event.type === 'sale.completed' ? [event.body] : []));
  settings.set(SEEN_SALE, last?.transaction_number ?? null);
  settings.set(OPEN_SALE, null);
}

/** Null where there is nothing to miss. */
function idOnScreen({ sale }: SaleState): string | null {
  return sale === null || sale.lines.length === 0 ? null : sale.saleId;
}

/** Without the change of a sale that is done, a cashier would not know that it is, and ring it up again. */
async function takenUp({ store, settings, newId }: TillPorts, book: PriceBook): Promise<Partial<SaleState>> {
  const isSeen = (number: string) => number === settings.get(SEEN_SALE);
  const { open, unseen, trouble } = await takeUp({ store, newId, isSeen, openBefore: settings.get(OPEN_SALE) });
  const told = (fresh: SaleState['startTrouble']) => ({ startTrouble: toldAtStart({ settings, store }, fresh) });
  if (unseen !== null) {
    return { stage: 'done', completed: unseen, ...told(trouble) };
  }
  try {
    return { ...stateFromEvents(open, book), ...told(trouble) };
  } catch {
    // What cannot be priced any more was damaged.
    return told('open_unreadable');
  }
}

/** `isUnsure`: a copy of the journal was silent, and what is hidden may be in that one. */
interface Unread {
  trouble: NonNullable<SaleState['startTrouble']>;
  isUnsure: boolean;
}

/**
 * What this start could not show, or an earlier one, until somebody has read that. Where a copy was silent then, a start
 * that sees both knows better; what is certain goes before what is not.
 */
function toldAtStart(
  { settings, store: { silentCopy } }: Pick<TillPorts, 'settings' | 'store'>,
  trouble: SaleState['startTrouble'],
): SaleState['startTrouble'] {
  const fresh = trouble === null ? null : { trouble, isUnsure: silentCopy !== null };
  const earlier = readUnread(settings);
  const kept = earlier?.isUnsure === true && silentCopy === null ? null : earlier;
  const told = [fresh, kept].find((each) => each?.isUnsure === false) ?? fresh ?? kept;
  noteUnread(settings, told);
  return told?.trouble ?? null;
}

function readUnread(settings: TillPorts['settings']): Unread | null {
  const trouble = START_TROUBLES.find((each) => each === settings.get(UNREAD_TROUBLE));
  return trouble === undefined ? null : { trouble, isUnsure: settings.get(UNREAD_IS_UNSURE) !== null };
}

function noteUnread(settings: TillPorts['settings'], unread: Unread | null): void {
  settings.set(UNREAD_TROUBLE, unread?.trouble ?? null);
  settings.set(UNREAD_IS_UNSURE, unread?.isUnsure === true ? 'yes' : null);
}
