import { createStore, type StoreApi } from 'zustand/vanilla';
import type { StaffMember, Words } from '#core/catalogue/catalogue.ts';
import type { CatalogueIndex } from '#core/catalogue/catalogue-index.ts';
import type { PriceBook } from '#core/pricing/price-book.ts';
import { type OpenPrice, priceOpenSale } from '#core/pricing/price-open-sale.ts';
import type { OpenFigures } from '#core/pricing/priced-sale.ts';
import type { Problem } from '#core/problem.ts';
import { applySaleEvent, saleFromEvents } from '#core/sale/apply-sale-event.ts';
import type { Sale, SaleEvent, ScanMiss } from '#core/sale/sale.ts';
import type { CommandContext } from '#core/sale/sale-commands.ts';
import type { TransactionDocument } from '#core/sale/transaction.ts';
import type { TakenUp } from '#store/take-up.ts';
import type { DrawerSession, StorageRefused } from '#store/till-store.ts';
import type { TillPorts } from '../ports.ts';
import { createInputQueue, type InputQueue } from './input-queue.ts';
import { type UndoStep, undoStepFor, undoStepsOf } from './undo.ts';

/** What the cashier is told about the last input; `seq` makes two alike ones different. */
export type Heard = { seq: number } & (
  | {
      kind: 'line';
      lineId: string;
      name: Words;
      quantity: string;
      unit: 'unit' | 'kg';
      /** The last day of goods that are past it. */
      pastDate: string | null;
    }
  | { kind: 'miss'; text: string; reason: ScanMiss['reason'] }
  | { kind: 'removed'; name: Words }
  | { kind: 'emptied' }
  | { kind: 'undone' }
  | { kind: 'refused'; problem: Problem }
  /** Nothing can be sold yet: nobody is signed in, or the drawer is shut. */
  | { kind: 'not_ready' }
  /** The change could not be stored and did not happen. */
  | { kind: 'not_stored' }
);

/** Where the sale is. A reload comes back to the same place. */
export type Stage = 'selling' | 'paying' | 'done';

export interface SaleState {
  sale: Sale | null;
  /** Its figures; null while there is no sale. */
  priced: OpenFigures | null;
  /** How it was priced, for the next change to begin from. */
  price: OpenPrice | null;
  stage: Stage;
  /** The line whose quantity and discount are at hand. */
  selectedLineId: string | null;
  /** Typed with nothing in focus: the quantity of the next scan. */
  pendingQuantity: string;
  undoSteps: readonly UndoStep[];
  heard: Heard | null;
  /** Scans that could not be stored and are therefore not on the sale, until someone has seen that. */
  unstoredScans: readonly string[];
  /** What the till could not read when it started, until someone has seen that. */
  startTrouble: TakenUp['trouble'];
  /** The sale that was completed last, for its change and its number. */
  completed: TransactionDocument | null;
  /** The money is being written down; nothing else may happen to the sale. */
  completing: boolean;
  /** Why paying cannot begin or end: neither copy of the journal can take the sale. */
  storageRefused: StorageRefused['reason'] | null;
}

/** What the desk needs to know of the rest of the till, read at each input. */
export interface DeskSurroundings {
  ports: TillPorts;
  index: () => CatalogueIndex | null;
  person: () => StaffMember | null;
  drawer: () => DrawerSession | null;
}

/** Who is at the counter, and under which rules. */
export interface AtCounter {
  context: CommandContext;
  index: CatalogueIndex;
  person: StaffMember;
  drawer: DrawerSession;
}

/** `Omit` that keeps the members of a union apart. */
type WithoutSeq<Union> = Union extends unknown ? Omit<Union, 'seq'> : never;

/** What the actions of the desk are made of. */
export interface DeskCore {
  state: StoreApi<SaleState>;
  ports: TillPorts;
  /** Runs one input after those before it; `work` is not called while nothing can be sold. */
  input: (work: (at: AtCounter) => Promise<void>) => Promise<void>;
  /** Runs what is no input in the same order, whether or not anything can be sold. */
  inTurn: InputQueue;
  /** The open sale, or a new one not yet stored. */
  openSale: (at: AtCounter) => { sale: Sale; opening: SaleEvent[] };
  /** Stores these events of one input, one after the other, and shows what they did. False when storing failed. */
  happen: (events: readonly SaleEvent[], options?: HappenOptions) => Promise<boolean>;
  hear: (heard: WithoutSeq<Heard>) => void;
  /** What `hear` would change, to be shown together with the rest. */
  said: (heard: WithoutSeq<Heard>) => Pick<SaleState, 'heard'>;
}

export interface HappenOptions {
  /** False for what is an undo itself. */
  undo?: boolean;
  /** What else changes with the sale after the events. One change draws the screen once. */
  told?: (sale: Sale) => Partial<SaleState>;
}

const EMPTY_SALE_STATE: SaleState = {
  sale: null,
  priced: null,
  price: null,
  stage: 'selling',
  selectedLineId: null,
  pendingQuantity: '',
  undoSteps: [],
  heard: null,
  unstoredScans: [],
  startTrouble: null,
  completed: null,
  completing: false,
  storageRefused: null,
};

/** Without a sale. What nobody has read yet stays: goods that were scanned and are on no sale are not paid for either. */
export function withoutSale({ unstoredScans, startTrouble }: SaleState): SaleState {
  return { ...EMPTY_SALE_STATE, unstoredScans, startTrouble };
}

export function createDeskCore(around: DeskSurroundings): DeskCore {
  const { ports } = around;
  const state = createStore<SaleState>(() => EMPTY_SALE_STATE);
  const inTurn = createInputQueue();
  let heardCount = 0;

  const said: DeskCore['said'] = (heard) => {
    heardCount += 1;
    return { heard: { ...heard, seq: heardCount } };
  };
  const hear: DeskCore['hear'] = (heard) => {
    state.setState(said(heard));
  };

  const atCounter = (): AtCounter | null => {
    const index = around.index();
    const person = around.person();
    const drawer = around.drawer();
    if (index === null || person === null || drawer === null) {
      return null;
    }
    const context = { book: index.priceBook, role: person.role, newId: ports.newId };
    return { context, index, person, drawer };
  };

  const input: DeskCore['input'] = (work) =>
    inTurn(async () => {
      const at = atCounter();
      if (at === null) {
        hear({ kind: 'not_ready' });
        ports.sounds.bad();
        return;
      }
      await work(at);
    });

  const openSale: DeskCore['openSale'] = (at) => {
    const { sale } = state.getState();
    if (sale !== null) {
      return { sale, opening: [] };
    }
    const opened: SaleEvent = {
      type: 'sale.opened',
      saleId: ports.newId(),
      currency: at.context.book.policy.currency,
      cashierId: at.person.staff_id,
      at: ports.now(),
    };
    return { sale: applySaleEvent(null, opened), opening: [opened] };
  };

  const happen = storing({ state, ports, said, book: () => around.index()?.priceBook });

  return { state, ports, input, inTurn, openSale, happen, hear, said };
}

interface Storing extends Pick<DeskCore, 'state' | 'ports' | 'said'> {
  book: () => PriceBook | undefined;
}

/** Each event is stored before it is shown; what could not be stored did not happen. */
function storing({ state, ports, said, book }: Storing): DeskCore['happen'] {
  return async (events, { undo = true, told } = {}) => {
    if (isUnclear(state) || isAnotherSale(state, events)) {
      ports.sounds.bad();
      return false;
    }
    const before = state.getState().sale;
    const { sale, stored } = await storeEach(ports, before, events);
    const step = stored && undo ? stepFor(before, events) : null;
    const prices = book();
    state.setState((now) => ({
      sale,
      ...(sale === null || prices === undefined ? {} : pricedState(sale, prices, now.price)),
      ...(step === null ? {} : { undoSteps: [...now.undoSteps, step] }),
      ...(stored ? sale !== null && told?.(sale) : said({ kind: 'not_stored' })),
    }));
    if (!stored) {
      ports.sounds.bad();
    }
    return stored;
  };
}

/**
 * The sale may be written down already, and its last key gives back what was: were it changed now, the change would be
 * lost, and another sum paid than the one in the journal.
 */
export function isUnclear(state: StoreApi<SaleState>): boolean {
  const { stage, storageRefused } = state.getState();
  return stage === 'paying' && storageRefused === 'unclear';
}

/** A sale that may be paid already is paid or given up as it is: see `Sale.mayBePaid`. */
function isAnotherSale(state: StoreApi<SaleState>, events: readonly SaleEvent[]): boolean {
  return state.getState().sale?.mayBePaid === true && events.some(({ type }) => !type.startsWith('tender.'));
}

/** The sale after as many of the events as could be stored. */
async function storeEach({ store }: TillPorts, before: Sale | null, events: readonly SaleEvent[]) {
  let sale = before;
  try {
    for (const event of events) {
      const after = applySaleEvent(sale, event);
      await store.appendSaleEvent(after.saleId, event);
      sale = after;
    }
  } catch {
    return { sale, stored: false };
  }
  return { sale, stored: true };
}

/** The figures of a sale; given how it was last priced, only what changed is worked out again. */
function pricedState(sale: Sale, book: PriceBook, last: OpenPrice | null): Pick<SaleState, 'priced' | 'price'> {
  const price = priceOpenSale(sale, book, last);
  return { priced: price.figures, price };
}

/** Opening the sale is not undone; what was done to it with the same input is. */
function stepFor(before: Sale | null, events: readonly SaleEvent[]): UndoStep | null {
  if (before !== null) {
    return undoStepFor(before, events);
  }
  const [opened, ...rest] = events;
  return opened === undefined ? null : undoStepFor(applySaleEvent(null, opened), rest);
}

/**
 * What the screen shows after a reload: the sale as it was, and paying where the last thing that happened to it was
 * a payment.
 */
export function stateFromEvents(events: readonly SaleEvent[], book: PriceBook): Partial<SaleState> {
  const sale = saleFromEvents(events);
  if (sale === null) {
    return {};
  }
  const last = events.at(-1)?.type ?? '';
  return {
    sale,
    ...pricedState(sale, book, null),
    undoSteps: undoStepsOf(events),
    selectedLineId: sale.lines.at(-1)?.lineId ?? null,
    stage: last.startsWith('tender.') && sale.lines.length > 0 ? 'paying' : 'selling',
  };
}
