import { Decimal } from '#core/money/money.ts';
import type { PromotableLine, PromotionCut } from './promotion-cut.ts';

/** What the promotions so far have left of a line. Never changed: what reduces a line makes a new state. */
export interface LineState {
  start: PromotableLine;
  quantity: Decimal;
  /** How many pieces the line is; null for weighed goods, which no set can be made of. */
  pieces: number | null;
  /** The gross without the cuts so far. */
  worth: Decimal;
  /** Pieces that are in no set yet, and what they are worth together; the cuts of a set fall on its own pieces. */
  free: number;
  freeWorth: Decimal;
  /** A promotion that does not stack has reduced it. */
  isClosed: boolean;
  cuts: readonly PromotionCut[];
}

const NO_CUTS: readonly PromotionCut[] = [];
const ZERO = new Decimal(0);

/** Exact amounts keep this many decimals, so that a third three times is a whole again before it is rounded. */
const EXACT_DECIMALS = 24;

/** A line that no promotion has looked at. */
export function startState(start: PromotableLine): LineState {
  const quantity = new Decimal(start.line.quantity);
  const pieces = start.line.product.unit === 'unit' && quantity.isInteger() ? quantity.toNumber() : null;
  return {
    start,
    quantity,
    pieces,
    worth: start.gross,
    free: pieces ?? 0,
    freeWorth: start.gross,
    isClosed: false,
    cuts: NO_CUTS,
  };
}

/** Goods that come back or cost nothing take no part in promotions. */
export function takesPart(line: PromotableLine): boolean {
  return line.gross.greaterThan(0);
}

/** How much more may be taken off. */
export function roomOf(state: LineState): Decimal {
  return state.worth.minus(state.start.floor);
}

/** What so many of the pieces that are in no set are worth, exactly. */
export function worthOfFree(state: LineState, count: number): Decimal {
  return count === state.free ? state.freeWorth : state.freeWorth.times(count).div(state.free);
}

/** What one piece that is in no set is worth, to compare it by; zero when there is none. */
export function pieceWorth(state: LineState): Decimal {
  let worth = pieceWorths.get(state);
  if (worth === undefined) {
    worth = state.free === 0 ? ZERO : state.freeWorth.div(state.free).toDecimalPlaces(EXACT_DECIMALS);
    pieceWorths.set(state, worth);
  }
  return worth;
}

/** A state is asked again and again while other lines change; dividing is what costs most. */
const pieceWorths = new WeakMap<LineState, Decimal>();

/** Rounds an exact amount to whole money units, ties away from zero. */
export function roundedTo(unit: Decimal, exact: Decimal): Decimal {
  return exact.toDecimalPlaces(EXACT_DECIMALS).toNearest(unit);
}

/** The line after a cut, which may be none, and with so many more of its pieces in sets. */
export function nextState(state: LineState, cut: PromotionCut | null, intoSets: number): LineState {
  const worth = cut === null ? state.worth : state.worth.minus(cut.amount);
  return {
    ...state,
    worth,
    free: state.free - intoSets,
    freeWorth: intoSets > 0 ? Decimal.min(worthOfFree(state, state.free - intoSets), worth) : freeAfter(state, worth),
    isClosed: state.isClosed || (cut !== null && !cut.promotion.stackable),
    cuts: cut === null ? state.cuts : [...state.cuts, cut],
  };
}

/** A cut of the whole line falls on all of its pieces alike. */
function freeAfter(state: LineState, worth: Decimal): Decimal {
  if (state.free === state.pieces || state.pieces === null) {
    return worth;
  }
  return state.worth.isZero() ? ZERO : state.freeWorth.times(worth).div(state.worth);
}
