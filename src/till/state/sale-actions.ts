import type { Customer, Product } from '#core/catalogue/catalogue.ts';
import { Decimal } from '#core/money/money.ts';
import { type Problem, problem, refused } from '#core/problem.ts';
import type { Discount, Sale, SaleEvent } from '#core/sale/sale.ts';
import { pastDateOf } from '#core/sale/line-marks.ts';
import { discountLine, discountSale, type Planned, setQuantity } from '#core/sale/sale-commands.ts';
import { holdsCardNumber } from '#core/tender/check-tender.ts';
import { type AtCounter, type DeskCore, type SaleState, withoutSale } from './desk-core.ts';
import { planProduct, planScan, typeQuantity, withoutCardNumber } from './plan-scan.ts';

/** What a person can do to the open sale before paying. Each waits its turn, and is stored before it is seen. */
export interface SaleActions {
  /** What the scan may say, the likeliest first. */
  scan: (...readings: readonly string[]) => Promise<void>;
  /** Resolves to false when the goods need a weight first. */
  addProduct: (product: Product, quantity?: string) => Promise<boolean>;
  /** Deals with a red row by what it asked for. */
  answerMiss: (missId: string, product: Product, quantity?: string) => Promise<void>;
  dismissMiss: (missId: string) => Promise<void>;
  /** Resolves to false when the quantity was refused; `heard` says why. */
  setQuantity: (lineId: string, typed: string) => Promise<boolean>;
  /** One more or one less; less than one takes the line away. */
  stepQuantity: (lineId: string, step: 1 | -1) => Promise<void>;
  removeLine: (lineId: string) => Promise<void>;
  discountLine: (lineId: string, discount: Discount | null) => Promise<boolean>;
  discountSale: (discount: Discount | null) => Promise<boolean>;
  setCustomer: (customer: Customer | null) => Promise<void>;
  /** Resolves to false when the note was refused. */
  setNote: (text: string) => Promise<boolean>;
  emptySale: () => Promise<void>;
  undo: () => Promise<void>;
  select: (lineId: string | null) => void;
  /** What was said last has been seen where it belongs and need not be said again. */
  hush: () => void;
  /** The scans that could not be stored have been seen. */
  dismissUnstored: () => void;
  /** What could not be read at the start has been seen. */
  dismissStartTrouble: () => void;
  typeQuantity: (typed: string) => () => void;
  clearQuantity: () => void;
}

export function saleActions(core: DeskCore): SaleActions {
  return { ...scanActions(core), ...lineActions(core), ...wholeSaleActions(core) };
}

function scanActions(
  core: DeskCore,
): Pick<SaleActions, 'scan' | 'addProduct' | 'answerMiss' | 'typeQuantity' | 'clearQuantity'> {
  const { state } = core;

  const takeQuantity = () => {
    const { pendingQuantity } = state.getState();
    if (pendingQuantity !== '') {
      state.setState({ pendingQuantity: '' });
    }
    return pendingQuantity;
  };

  const add = async (at: AtCounter, choice: { product: Product; quantity: string; missId?: string }) => {
    const { sale, opening } = core.openSale(at);
    const planned = planProduct(sale, { ...choice, index: at.index }, at.context);
    if ('needsWeight' in planned) {
      return false;
    }
    if ('problem' in planned) {
      refuse(core, planned.problem);
      return true;
    }
    const cleared: SaleEvent[] = choice.missId === undefined ? [] : [{ type: 'miss.cleared', missId: choice.missId }];
    await happenToLine(core, at, [...opening, ...cleared, planned.event]);
    return true;
  };

  return {
    scan: scanning(core, takeQuantity),
    addProduct: async (product, quantity) => {
      let added = true;
      await core.input(async (at) => {
        added = await add(at, { product, quantity: quantity ?? takeQuantity() });
      });
      return added;
    },
    answerMiss: (missId, product, quantity = '') =>
      core.input(async (at) => {
        await add(at, { product, quantity, missId });
      }),
    typeQuantity: (typed) => {
      const { pendingQuantity: before } = state.getState();
      const pendingQuantity = typeQuantity(before, typed);
      state.setState({ pendingQuantity });
      return () => {
        state.setState((now) => (now.pendingQuantity === pendingQuantity ? { pendingQuantity: before } : {}));
      };
    },
    clearQuantity: () => {
      state.setState({ pendingQuantity: '' });
    },
  };
}

/** A scan, with what was typed before it: whatever goes wrong, it is never lost without a word. */
function scanning(core: DeskCore, takeQuantity: () => string): SaleActions['scan'] {
  const { state } = core;

  const notTaken = (readings: readonly string[]) => {
    const text = withoutCardNumber(readings[0] ?? '');
    state.setState((now) => ({ unstoredScans: [...now.unstoredScans, text] }));
  };

  const take = async (at: AtCounter, readings: readonly string[]) => {
    if (state.getState().stage === 'done') {
      state.setState({ stage: 'selling', completed: null });
    }
    const { sale, opening } = core.openSale(at);
    const plan = planScan(sale, { readings, quantity: takeQuantity(), index: at.index }, at.context);
    const stored = await happenToLine(core, at, [...opening, plan.event]);
    if (!stored) {
      notTaken(readings);
    } else if (plan.problem !== null) {
      refuse(core, plan.problem);
    }
  };

  return async (...readings) => {
    try {
      await core.input((at) => take(at, readings));
    } catch (error) {
      notTaken(readings);
      core.ports.sounds.bad();
      throw error;
    }
  };
}

type Dismissals = 'dismissUnstored' | 'dismissStartTrouble';

function lineActions(
  core: DeskCore,
): Pick<
  SaleActions,
  'setQuantity' | 'stepQuantity' | 'removeLine' | 'discountLine' | 'dismissMiss' | 'select' | 'hush' | Dismissals
> {
  const { state } = core;

  const lineOf = (lineId: string) => state.getState().sale?.lines.find((line) => line.lineId === lineId);

  const remove = async (lineId: string) => {
    const line = lineOf(lineId);
    if (line !== undefined) {
      await core.happen([{ type: 'line.removed', lineId }], {
        told: () => ({ selectedLineId: null, ...core.said({ kind: 'removed', name: line.product.name }) }),
      });
    }
  };

  return {
    setQuantity: (lineId, typed) => plan(core, (sale) => setQuantity(sale, { lineId, typed })),
    stepQuantity: (lineId, step) =>
      core.input(async () => {
        const line = lineOf(lineId);
        const sale = state.getState().sale;
        if (line === undefined || sale === null) {
          return;
        }
        const typed = new Decimal(line.quantity).plus(step);
        if (typed.lessThanOrEqualTo(0)) {
          await remove(lineId);
          return;
        }
        await carryOut(core, setQuantity(sale, { lineId, typed: typed.toFixed() }));
      }),
    removeLine: (lineId) => core.input(() => remove(lineId)),
    discountLine: (lineId, discount) =>
      plan(core, (sale, at) => withSafeReason(discount, () => discountLine(sale, { lineId, discount }, at.context))),
    dismissMiss: (missId) =>
      core.input(async () => {
        if (state.getState().sale?.misses.some((miss) => miss.missId === missId) === true) {
          await core.happen([{ type: 'miss.cleared', missId }]);
        }
      }),
    dismissUnstored: () => {
      state.setState({ unstoredScans: [] });
    },
    dismissStartTrouble: () => {
      state.setState({ startTrouble: null });
    },
    select: (selectedLineId) => {
      state.setState({ selectedLineId });
    },
    hush: () => {
      state.setState({ heard: null });
    },
  };
}

function wholeSaleActions(
  core: DeskCore,
): Pick<SaleActions, 'discountSale' | 'setCustomer' | 'setNote' | 'emptySale' | 'undo'> {
  const { state } = core;
  return {
    discountSale: (discount) =>
      plan(core, (sale, at) => withSafeReason(discount, () => discountSale(sale, discount, at.context))),
    setCustomer: (customer) =>
      core.input(async (at) => {
        const { opening } = core.openSale(at);
        const known = customer === null ? null : saleCustomer(customer);
        await core.happen([...opening, { type: 'sale.customer_set', customer: known }]);
      }),
    setNote: async (text) => {
      // Half a character, where it was cut, and the null character could not be sealed or stored.
      const note = text.trim().slice(0, 500).toWellFormed().replaceAll('\0', ' ');
      if (holdsCardNumber(note)) {
        refuse(core, problem('POS-2102'));
        return false;
      }
      await core.input(async (at) => {
        const { opening } = core.openSale(at);
        await core.happen([...opening, { type: 'sale.noted', note: note === '' ? null : note }]);
      });
      return true;
    },
    emptySale: () =>
      core.input(async () => {
        const { sale } = state.getState();
        if (sale?.mayBePaid === true && sale.tenders.length === 0) {
          await giveUp(core, sale);
        } else if (sale !== null && sale.tenders.length === 0) {
          await core.happen(emptyingOf(sale), {
            told: () => ({ selectedLineId: null, ...core.said({ kind: 'emptied' }) }),
          });
        }
      }),
    undo: () =>
      core.input(async () => {
        const { undoSteps } = state.getState();
        const step = undoSteps.at(-1);
        if (step !== undefined) {
          await core.happen(step, {
            undo: false,
            told: () => ({ undoSteps: undoSteps.slice(0, -1), ...core.said({ kind: 'undone' }) }),
          });
        }
      }),
  };
}

/** What the next customer buys is another sale: an emptied one would keep the name that may be in the journal already. */
async function giveUp({ state, ports, hear }: DeskCore, { saleId }: Sale): Promise<void> {
  try {
    await ports.store.discardOpenSale(saleId);
  } catch {
    hear({ kind: 'not_stored' });
    ports.sounds.bad();
    return;
  }
  state.setState(withoutSale(state.getState()));
}

/** A reason is written by hand and kept for ever: no card number may be in it. */
function withSafeReason(discount: Discount | null, planned: () => Planned): Planned {
  return discount !== null && holdsCardNumber(discount.reason) ? refused('POS-2102') : planned();
}

/** Everything that a sale holds, taken away; undone in one step. */
function emptyingOf(sale: Sale): SaleEvent[] {
  return [
    ...sale.misses.map((miss): SaleEvent => ({ type: 'miss.cleared', missId: miss.missId })),
    ...sale.lines.map((line): SaleEvent => ({ type: 'line.removed', lineId: line.lineId })),
    ...(sale.discount === null ? [] : [{ type: 'sale.discounted', discount: null } as const]),
    ...(sale.customer === null ? [] : [{ type: 'sale.customer_set', customer: null } as const]),
    ...(sale.note === null ? [] : [{ type: 'sale.noted', note: null } as const]),
  ];
}

async function plan(core: DeskCore, planned: (sale: Sale, at: AtCounter) => Planned): Promise<boolean> {
  let done = false;
  await core.input(async (at) => {
    const { sale } = core.state.getState();
    done = sale !== null && (await carryOut(core, planned(sale, at)));
  });
  return done;
}

async function carryOut(core: DeskCore, planned: Planned): Promise<boolean> {
  if (!planned.ok) {
    refuse(core, planned.problem);
    return false;
  }
  return core.happen([planned.event]);
}

function refuse(core: DeskCore, why: Problem): void {
  core.hear({ kind: 'refused', problem: why });
  core.ports.sounds.bad();
}

/** Carries out a scan or a touch, the last event of which concerns one line: puts that line at hand and says so. */
async function happenToLine(core: DeskCore, at: AtCounter, events: readonly SaleEvent[]): Promise<boolean> {
  const event = events.at(-1);
  const stored = await core.happen(events, {
    told: (sale) => (event === undefined ? {} : lineHeard(core, at, { sale, event })),
  });
  if (stored) {
    const { heard } = core.state.getState();
    const worrying = heard?.kind === 'miss' || (heard?.kind === 'line' && heard.pastDate !== null);
    core.ports.sounds[worrying ? 'bad' : 'good']();
  }
  return stored;
}

function lineHeard(
  core: DeskCore,
  at: AtCounter,
  { sale, event }: { sale: Sale; event: SaleEvent },
): Partial<SaleState> {
  if (event.type === 'miss.added') {
    return core.said({ kind: 'miss', text: event.miss.text, reason: event.miss.reason });
  }
  const lineId = event.type === 'line.added' ? event.line.lineId : 'lineId' in event ? event.lineId : null;
  const line = sale.lines.find((known) => known.lineId === lineId);
  if (line === undefined) {
    return {};
  }
  const { name, unit } = line.product;
  const timeZone = at.index.catalogue.policy.time_zone;
  const pastDate = pastDateOf(line.marks, { openedAt: sale.openedAt, timeZone });
  return {
    selectedLineId: line.lineId,
    ...core.said({ kind: 'line', lineId: line.lineId, name, quantity: line.quantity, unit, pastDate }),
  };
}

function saleCustomer(customer: Customer): NonNullable<Sale['customer']> {
  const { customer_id: customerId, name, loyalty_tier: tier } = customer;
  return { customerId, name, ...(tier === null ? {} : { tier }) };
}
