import { saleCompletedDraft } from '#core/journal/drafts.ts';
import { steadyInstant } from '#core/journal/steady-instant.ts';
import { type Problem, problem } from '#core/problem.ts';
import { checkCompletion } from '#core/sale/complete-sale.ts';
import { recheckDiscounts } from '#core/sale/sale-commands.ts';
import { checkSize, checkTenderRoom } from '#core/sale/sale-limits.ts';
import type { Sale, Tender } from '#core/sale/sale.ts';
import type { TransactionDocument } from '#core/sale/transaction.ts';
import { settleTenders } from '#core/tender/settle-tenders.ts';
import { StorageRefused } from '#store/till-store.ts';
import { type AtCounter, type DeskCore, isUnclear, withoutSale } from './desk-core.ts';

/** What a person can do from Pay to the change. */
export interface PayActions {
  /** Opens the tender, when there is something to pay, nothing unanswered, and room to write it down. */
  startPaying: () => Promise<void>;
  backToSale: () => void;
  addTender: (tender: Tender) => Promise<void>;
  removeTender: (tenderId: string) => Promise<void>;
  /**
   * Writes the sale down for ever, with this last tender where one is given, and shows it as paid only after that.
   * Pressed twice it does it once; after a failure the same sale can be completed again.
   */
  complete: (last: Tender | null) => Promise<void>;
  newSale: () => void;
}

export function payActions(core: DeskCore): PayActions {
  const { state, ports } = core;

  return {
    startPaying: () =>
      core.input(async (at) => {
        const { sale } = state.getState();
        const obstacle = sale === null || sale.lines.length === 0 ? problem('POS-1109') : openQuestions(sale, at);
        if (sale === null || obstacle !== null) {
          refuse(core, obstacle ?? problem('POS-1109'));
          return;
        }
        if ((await isPaidAlready(core, sale)) || !(await hasRoom(core))) {
          return;
        }
        const begun = sale.completionId !== null;
        if (begun || (await core.happen([{ type: 'tender.started', completionId: ports.newId() }]))) {
          state.setState({ stage: 'paying', pendingQuantity: '', heard: null });
        }
      }),
    backToSale: () => {
      if (!state.getState().completing && !isUnclear(state)) {
        state.setState({ stage: 'selling' });
      }
    },
    addTender: (tender) =>
      core.input(async () => {
        await addTender(core, tender);
      }),
    removeTender: (tenderId) =>
      core.input(async () => {
        if (state.getState().sale?.tenders.some((tender) => tender.tenderId === tenderId) === true) {
          await core.happen([{ type: 'tender.removed', tenderId }]);
        }
      }),
    complete: (last) =>
      core.input(async (at) => {
        const { sale, stage } = state.getState();
        // The second press of a double press finds the sale paid already.
        if (stage !== 'paying' || sale === null) {
          return;
        }
        state.setState({ completing: true });
        try {
          if (!(await isPaidAlready(core, sale))) {
            await completeOnce(core, at, last);
          }
        } finally {
          state.setState({ completing: false });
        }
      }),
    newSale: () => {
      state.setState({ stage: 'selling', completed: null, heard: null });
    },
  };
}

function refuse(core: DeskCore, why: Problem): void {
  core.hear({ kind: 'refused', problem: why });
  core.ports.sounds.bad();
}

/** Puts one more tender on the sale; false when it was not. */
async function addTender(core: DeskCore, tender: Tender): Promise<boolean> {
  const { sale } = core.state.getState();
  const room = sale === null ? null : checkTenderRoom(sale);
  if (room?.ok === false) {
    refuse(core, room.problem);
    return false;
  }
  return core.happen([{ type: 'tender.added', tender }]);
}

async function completeOnce(core: DeskCore, at: AtCounter, last: Tender | null): Promise<void> {
  const { state, ports } = core;
  if (last !== null && stillOwing(core, at) && !(await addTender(core, last))) {
    return;
  }
  const { sale } = state.getState();
  if (sale === null || sale.completionId === null) {
    return;
  }
  const check = checkCompletion(sale, at.context.book);
  if (!check.ok) {
    refuse(core, check.problem);
    return;
  }
  const completed = await writeDown(core, at, { sale, completionId: sale.completionId });
  if (completed !== null) {
    const now = state.getState();
    state.setState({ ...withoutSale(now), pendingQuantity: now.pendingQuantity, stage: 'done', completed });
    ports.sender.nudge();
  }
}

/** What the till could not look into at its start may answer by now: then a sale that may be paid is found, and shown as it is. */
async function isPaidAlready({ state, ports }: DeskCore, { saleId, mayBePaid }: Sale): Promise<boolean> {
  const found = mayBePaid ? await ports.store.findEvent(saleId).catch(() => null) : null;
  if (found?.type !== 'sale.completed') {
    return false;
  }
  // Should it still be there, the next start drops an open sale that stands beside its completion.
  await ports.store.discardOpenSale(saleId).catch(() => null);
  state.setState({ ...withoutSale(state.getState()), stage: 'done', completed: found.body });
  return true;
}

/** A retry after a failure finds its cash on the sale already; it must not go on a second time. */
function stillOwing(core: DeskCore, at: AtCounter): boolean {
  const { sale, priced } = core.state.getState();
  if (sale === null || priced === null) {
    return false;
  }
  const due = { total: priced.total, currency: sale.currency, cashRounding: at.context.book.policy.cash_rounding };
  return settleTenders(due, sale.tenders).problem?.code === 'POS-2001';
}

/** Commits the sale; null when it could not be written down, and then the cashier has been told. */
async function writeDown(
  core: DeskCore,
  at: AtCounter,
  { sale, completionId }: { sale: Sale; completionId: string },
): Promise<TransactionDocument | null> {
  const { ports } = core;
  const { registration } = ports.store;
  if (registration === null) {
    throw new Error('a sale needs a register');
  }
  const counter = {
    localId: registration.localId,
    registerCode: registration.registerCode,
    timeZone: registration.timeZone,
    book: at.context.book,
    catalogueVersion: at.index.catalogue.version,
  };
  const { staff_id: actor } = at.person;
  const { drawerSessionId } = at.drawer;
  try {
    const event = await ports.store.commit(completionId, (place) => {
      const now = steadyInstant(ports.now(), place.newestAt);
      return saleCompletedDraft(sale, { id: completionId, now, actor, drawerSessionId, place }, counter);
    });
    return event.type === 'sale.completed' ? event.body : null;
  } catch (error) {
    storingFailed(core, error);
    return null;
  }
}

/** Selling stops before money is taken when it could not be written down. */
async function hasRoom(core: DeskCore): Promise<boolean> {
  try {
    await core.ports.store.assertRoomToSell();
    core.state.setState({ storageRefused: null });
    return true;
  } catch (error) {
    storingFailed(core, error);
    return false;
  }
}

function storingFailed(core: DeskCore, error: unknown): void {
  core.ports.sounds.bad();
  if (error instanceof StorageRefused) {
    core.state.setState({ storageRefused: error.reason });
  } else {
    core.hear({ kind: 'not_stored' });
  }
}

/**
 * Before money changes hands: a red row nobody dealt with, a discount that was small when it was given, or more than
 * could be sent.
 */
function openQuestions(sale: Sale, at: AtCounter): Problem | null {
  if (sale.misses.length > 0) {
    return problem('POS-1108', { count: String(sale.misses.length) });
  }
  const checks = [recheckDiscounts(sale, at.context), checkSize(sale, at.context.book)];
  return checks.find((check) => !check.ok)?.problem ?? null;
}
