import { Decimal } from '#core/money/money.ts';
import { type LineState, pieceWorth, worthOfFree } from './line-state.ts';
import type { PromotionAction, Reward } from './promotion.ts';
import { rewardOff } from './reward-off.ts';
import { type RuleLine, takeOff, type TakeOff } from './take-off.ts';

type ActionOf<Kind extends PromotionAction['kind']> = Extract<PromotionAction, { kind: Kind }>;

const ZERO = new Decimal(0);

/** The reward on every piece in complete groups, in the order of the lines. */
export function rewardGroups(action: ActionOf<'every'>, lines: readonly RuleLine[], unit: Decimal): (TakeOff | null)[] {
  const pieces = lines.reduce((all, line) => all + line.state.free, 0);
  let left = Math.floor(pieces / action.group) * action.group;
  return lines.map(({ state }) => {
    const rewarded = Math.min(left, state.free);
    left -= rewarded;
    return rewardPieces(action.reward, { state, rewarded, bought: 0 }, unit);
  });
}

/** As many whole sets as there are: the cheapest pieces are rewarded, and the dearest of the others are the bought ones. */
export function rewardSets(action: ActionOf<'buy_get'>, lines: readonly RuleLine[], unit: Decimal): (TakeOff | null)[] {
  const piles = lines.map(pileOf);
  const sets = wholeSets(action, piles);
  const byWorth = piles
    .filter((pile) => pile.left > 0)
    .sort((a, b) => a.worth.comparedTo(b.worth) || b.place - a.place);
  // Of the pieces that could be either, so many are needed as bought ones and cannot be rewarded.
  let sharedLeft = countPieces(piles, (pile) => pile.isBought) - sets * action.buy;
  let toReward = sets * action.get;
  for (const pile of byWorth.filter((each) => each.isRewarded)) {
    pile.rewarded = Math.min(toReward, pile.left, pile.isBought ? sharedLeft : pile.left);
    pile.left -= pile.rewarded;
    toReward -= pile.rewarded;
    sharedLeft -= pile.isBought ? pile.rewarded : 0;
  }
  let toBuy = sets * action.buy;
  for (const pile of byWorth.filter((each) => each.isBought).reverse()) {
    pile.bought = Math.min(toBuy, pile.left);
    toBuy -= pile.bought;
  }
  return piles.map((pile) => rewardPieces(action.reward, pile, unit));
}

/** The pieces of one line that are in no set yet. */
interface Pile {
  state: LineState;
  place: number;
  /** What one of them is worth. */
  worth: Decimal;
  left: number;
  isRewarded: boolean;
  isBought: boolean;
  rewarded: number;
  bought: number;
}

function pileOf({ state, goods }: RuleLine, place: number): Pile {
  return {
    state,
    place,
    worth: pieceWorth(state),
    left: state.free,
    isRewarded: goods[0] === true,
    isBought: goods[1] === true,
    rewarded: 0,
    bought: 0,
  };
}

/**
 * So many sets can be formed as the rewarded goods, the bought goods and both together have pieces for: by Hall's
 * theorem nothing else can be in the way.
 */
function wholeSets({ buy, get, max_sets }: ActionOf<'buy_get'>, piles: readonly Pile[]): number {
  const most = Math.min(
    countPieces(piles, (pile) => pile.isRewarded) / get,
    countPieces(piles, (pile) => pile.isBought) / buy,
    countPieces(piles, (pile) => pile.isRewarded || pile.isBought) / (buy + get),
  );
  return Math.floor(max_sets === null ? most : Math.min(most, max_sets));
}

function countPieces(piles: readonly Pile[], isMeant: (pile: Pile) => boolean): number {
  return piles.reduce((all, pile) => all + (isMeant(pile) ? pile.left : 0), 0);
}

function rewardPieces(
  reward: Reward,
  { state, rewarded, bought }: { state: LineState; rewarded: number; bought: number },
  unit: Decimal,
): TakeOff | null {
  if (rewarded === 0) {
    return bought === 0 ? null : { exact: ZERO, amount: ZERO, units: 0, intoSets: bought };
  }
  const exact = rewardOff(reward, rewarded, worthOfFree(state, rewarded));
  return { ...takeOff(state, exact, unit), units: rewarded, intoSets: rewarded + bought };
}
