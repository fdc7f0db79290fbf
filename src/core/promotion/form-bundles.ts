import { Decimal, sum } from '#core/money/money.ts';
import { fillParts, fitName, type PartSupply } from './fill-parts.ts';
import { type LineState, pieceWorth, worthOfFree } from './line-state.ts';
import type { PromotionAction } from './promotion.ts';
import { type RuleLine, spreadTakeOff, type TakeOff } from './take-off.ts';

type BundleAction = Extract<PromotionAction, { kind: 'bundle' }>;

/** The pieces of one line, with its place among the lines. */
interface Shelf extends PartSupply {
  state: LineState;
  place: number;
}

/** Pieces chosen for a number of bundles. */
interface Choice {
  bundles: number;
  /** How many pieces of each shelf. */
  pieces: readonly number[];
  /** What they are worth together. */
  worth: Decimal;
}

const NOTHING: Choice = { bundles: 0, pieces: [], worth: new Decimal(0) };

/**
 * Whole bundles of the dearest pieces that fit, for the price of the bundle; as many as save the customer something,
 * for nobody is made to pay more for goods because they also make a bundle.
 */
export function rewardBundles(
  action: BundleAction,
  lines: readonly RuleLine[],
  unit: Decimal,
): readonly (TakeOff | null)[] {
  const shelves = shelvesOf(lines);
  const choice = mostSaving(action, shelves);
  const takeOffs: (TakeOff | null)[] = lines.map(() => null);
  const chosen = shelves
    .map((shelf, index) => ({ shelf, pieces: choice.pieces[index] ?? 0 }))
    .filter(({ pieces }) => pieces > 0)
    .sort((a, b) => a.shelf.place - b.shelf.place);
  const shares = spreadTakeOff(
    {
      exact: choice.worth.minus(new Decimal(action.price).times(choice.bundles)),
      lines: chosen.map(({ shelf }) => shelf.state),
      worths: chosen.map(({ shelf, pieces }) => worthOfFree(shelf.state, pieces)),
      most: null,
    },
    unit,
  );
  chosen.forEach(({ shelf, pieces }, index) => {
    const share = shares[index];
    takeOffs[shelf.place] = share === undefined ? null : { ...share, units: pieces, intoSets: pieces };
  });
  return takeOffs;
}

/** The dearest pieces first, of equals the earlier ones. */
function shelvesOf(lines: readonly RuleLine[]): Shelf[] {
  return lines
    .map(({ state, goods }, place): Shelf => ({
      state,
      place,
      pieces: state.free,
      fits: goods,
      fitName: fitName(goods),
    }))
    .filter((shelf) => shelf.pieces > 0)
    .sort((a, b) => pieceWorth(b.state).comparedTo(pieceWorth(a.state)) || a.place - b.place);
}

/**
 * Each bundle more is worth no more than the one before it, for the dearest pieces go first: so the last one that
 * saves something is found by halving.
 */
function mostSaving(action: BundleAction, shelves: readonly Shelf[]): Choice {
  let best = NOTHING;
  let fewest = 1;
  let most = mostBundles(action, shelves);
  for (let tried = most; fewest <= most; tried = Math.ceil((fewest + most) / 2)) {
    const choice = choose(action, shelves, tried);
    if (choice !== null && doesLastSave(action, shelves, choice)) {
      best = choice;
      fewest = tried + 1;
    } else {
      most = tried - 1;
    }
  }
  return best;
}

function doesLastSave(action: BundleAction, shelves: readonly Shelf[], choice: Choice): boolean {
  const withoutLast = choose(action, shelves, choice.bundles - 1) ?? NOTHING;
  return choice.worth.minus(withoutLast.worth).greaterThan(action.price);
}

function choose(action: BundleAction, shelves: readonly Shelf[], bundles: number): Choice | null {
  const pieces = fillParts(
    shelves,
    action.parts.map((part) => part.quantity * bundles),
  );
  if (pieces === null) {
    return null;
  }
  const worths = shelves.flatMap(({ state }, index) => {
    const count = pieces[index] ?? 0;
    return count === 0 ? [] : [worthOfFree(state, count)];
  });
  return { bundles, pieces, worth: sum(worths) };
}

/** No more than the pieces of each part, and all pieces together, are enough for. */
function mostBundles(action: BundleAction, shelves: readonly Shelf[]): number {
  if (action.parts.length === 0) {
    return 0;
  }
  const all = shelves.reduce((count, shelf) => count + shelf.pieces, 0);
  const byPart = action.parts.map((part, place) => {
    const fitting = shelves.filter((shelf) => shelf.fits[place] === true);
    return fitting.reduce((count, shelf) => count + shelf.pieces, 0) / part.quantity;
  });
  return Math.floor(Math.min(...byPart, all / action.parts.reduce((count, part) => count + part.quantity, 0)));
}
