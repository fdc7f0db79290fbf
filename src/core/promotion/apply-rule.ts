import { allocate } from '#core/money/allocate.ts';
import { Decimal, sum } from '#core/money/money.ts';
import { conditionsHold } from './conditions-hold.ts';
import { rewardBundles } from './form-bundles.ts';
import { rewardGroups, rewardSets } from './form-sets.ts';
import { type LineState, nextState } from './line-state.ts';
import { matchEnds, placeBefore } from './match-ends.ts';
import type { PromotionRule } from './promotion-book.ts';
import type { PromotionCut } from './promotion-cut.ts';
import { reduceByTier, reduceEachLine, reduceEachUnit, reduceTogether } from './reduce-lines.ts';
import { isSameTakeOff, type RuleLine, type TakeOff } from './take-off.ts';

/** A line that a rule looks at: which of its action's goods it is, and which of its conditions'. */
export interface RuleMember extends RuleLine {
  conditions: readonly boolean[];
}

/** What one rule did: the lines that it looks at, before and after. */
export interface RuleStep {
  before: readonly LineState[];
  /** Parallel to `before`; the same object where the rule did nothing to the line. */
  after: readonly LineState[];
  /** Parallel to `before` where the lines had a say in one another; otherwise, and when nothing came off, empty. */
  takeOffs: readonly (TakeOff | null)[];
  /** False when a condition did not hold. */
  isHeld: boolean;
}

/** A rule, the money unit, and what the rule did the last time, which is used again where nothing changed. */
export interface RuleTask {
  rule: PromotionRule;
  unit: Decimal;
  previous: RuleStep | null;
}

/** Applies one rule. A rule that takes nothing off leaves every line as it was. */
export function applyRule(task: RuleTask, members: readonly RuleMember[]): RuleStep {
  const before = members.map((member) => member.state);
  if (!conditionsHold(task.rule.promotion.conditions, members)) {
    return { before, after: before, takeOffs: [], isHeld: false };
  }
  const known = task.previous?.isHeld === true ? task.previous : UNKNOWN;
  const ends = matchEnds(known.before, before);
  const reduce = lineByLine(task);
  if (reduce !== null) {
    const after = members.map((member, place) => known.after[placeBefore(ends, place) ?? -1] ?? reduce(member));
    return { before, after, takeOffs: [], isHeld: true };
  }
  const takeOffs = takeOffsOf(task, members);
  if (!takeOffs.some((each) => each !== null && each.amount.greaterThan(0))) {
    return { before, after: before, takeOffs: [], isHeld: true };
  }
  const after = before.map((state, place) => {
    const then = placeBefore(ends, place) ?? -1;
    const takeOff = takeOffs[place] ?? null;
    const knownState = isSameTakeOff(known.takeOffs[then], takeOff) ? known.after[then] : undefined;
    return knownState ?? stateAfter(task, state, takeOff);
  });
  return { before, after, takeOffs, isHeld: true };
}

const UNKNOWN: RuleStep = { before: [], after: [], takeOffs: [], isHeld: false };

/** How the rule reduces a line when no other line has a say in it, or null. */
function lineByLine(task: RuleTask): ((member: RuleMember) => LineState) | null {
  const { action, max_amount } = task.rule.promotion;
  if ((action.kind !== 'each_unit' && action.kind !== 'each_line') || max_amount !== null) {
    return null;
  }
  return (member) => {
    const takeOff = isOpen(task.rule, member) ? (actOn(task, [member])[0] ?? null) : null;
    return takeOff === null || takeOff.amount.isZero() ? member.state : stateAfter(task, member.state, takeOff);
  };
}

/** What the rule does to each member, with its greatest amount kept. */
function takeOffsOf(task: RuleTask, members: readonly RuleMember[]): (TakeOff | null)[] {
  const takeOffs: (TakeOff | null)[] = members.map(() => null);
  const places = members.flatMap((member, place) => (isOpen(task.rule, member) ? [place] : []));
  const lines = members.filter((member) => isOpen(task.rule, member));
  const wished = withinMaximum(task, actOn(task, lines));
  places.forEach((place, index) => {
    takeOffs[place] = wished[index] ?? null;
  });
  return takeOffs;
}

/** A rule that does not stack leaves out what was reduced before, and what it has reduced is closed to all others. */
function isOpen(rule: PromotionRule, { state, goods }: RuleMember): boolean {
  return !state.isClosed && (rule.promotion.stackable || state.cuts.length === 0) && goods.includes(true);
}

function actOn({ rule, unit }: RuleTask, lines: readonly RuleLine[]): readonly (TakeOff | null)[] {
  const { action } = rule.promotion;
  const most = maximumOf(rule, unit);
  switch (action.kind) {
    case 'each_unit':
      return lines.map((line) => reduceEachUnit(action, line, unit));
    case 'each_line':
      return lines.map((line) => reduceEachLine(action, line, unit));
    case 'together':
      return reduceTogether({ reward: action.reward, most }, lines, unit);
    case 'tiers':
      return reduceByTier({ ...action, most }, lines, unit);
    case 'buy_get':
      return rewardSets(action, lines, unit);
    case 'every':
      return rewardGroups(action, lines, unit);
    case 'bundle':
      return rewardBundles(action, lines, unit);
  }
}

/** The most that the promotion may take off, in whole money units; null for no limit. */
function maximumOf({ promotion }: PromotionRule, unit: Decimal): Decimal | null {
  return promotion.max_amount === null ? null : new Decimal(promotion.max_amount).toNearest(unit, Decimal.ROUND_DOWN);
}

/** What is above the promotion's greatest amount is given back by largest remainder. */
function withinMaximum({ rule, unit }: RuleTask, takeOffs: readonly (TakeOff | null)[]): readonly (TakeOff | null)[] {
  const most = maximumOf(rule, unit);
  const amounts = takeOffs.map((each) => each?.amount ?? ZERO);
  if (most === null || sum(amounts).lessThanOrEqualTo(most)) {
    return takeOffs;
  }
  const kept = allocate(most, unit, amounts);
  return takeOffs.map((each, place) => (each === null ? null : { ...each, amount: kept[place] ?? ZERO }));
}

const ZERO = new Decimal(0);

function stateAfter({ rule }: RuleTask, state: LineState, takeOff: TakeOff | null): LineState {
  if (takeOff === null || (takeOff.amount.isZero() && takeOff.intoSets === 0)) {
    return state;
  }
  const { exact, amount, units, intoSets } = takeOff;
  const cut: PromotionCut | null = amount.isZero()
    ? null
    : { promotion: rule.promotion, from: state.worth, exact, amount, units: units === null ? null : String(units) };
  return nextState(state, cut, intoSets);
}

/** True when the rule takes something off some line. */
export function takesSomethingOff(step: RuleStep): boolean {
  return step.after.some((state, place) => state !== step.before[place]);
}
