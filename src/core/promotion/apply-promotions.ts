import { applyRule, type RuleMember, type RuleStep, takesSomethingOff } from './apply-rule.ts';
import { type LineState, startState, takesPart } from './line-state.ts';
import { betweenEnds, type MatchedEnds, matchEnds, placeBefore } from './match-ends.ts';
import type { PromotionBook, PromotionRule } from './promotion-book.ts';
import type { PromotableLine, PromotionCut } from './promotion-cut.ts';
import { knownIfSame } from './same-cuts.ts';

/** The promotions of one sale, and what the next run may use again where nothing changed. */
export interface PromotionRun {
  lines: readonly PromotableLine[];
  /** Parallel to the lines; a line whose cuts did not change since the run before keeps their array. */
  cuts: readonly (readonly PromotionCut[])[];
  book: PromotionBook;
  /** The lines before any promotion, parallel to the lines. */
  starts: readonly LineState[];
  /** The rules that each line may be reduced by, parallel to the lines, and all of them together, in their order. */
  rulesOfLines: readonly (readonly number[])[];
  rules: readonly number[];
  steps: ReadonlyMap<PromotionRule, SaleStep>;
}

/** What a rule did to a sale. */
interface SaleStep extends RuleStep {
  /** What each line of the sale is to the rule, parallel to the lines; null for nothing. */
  roles: readonly (Role | null)[];
}

interface Role {
  goods: readonly boolean[];
  conditions: readonly boolean[];
}

/** A run while it is made. */
interface Making {
  book: PromotionBook;
  starts: readonly LineState[];
  /** Of the run before. */
  steps: PromotionRun['steps'];
  ends: MatchedEnds;
}

const NO_RULES: readonly number[] = [];

/**
 * Applies the promotions of the book to the lines of a sale, each looking at what those before it left. A promotion
 * takes nothing off below a line's floor. With `previous`, only what the change touches is worked out anew; the
 * figures are the same as without it.
 */
export function applyPromotions(
  lines: readonly PromotableLine[],
  book: PromotionBook,
  previous: PromotionRun | null,
): PromotionRun {
  const last = previous?.book === book ? previous : emptyRun(book);
  const ends = matchEnds(last.lines, lines);
  if (ends.head === lines.length && last.lines.length === lines.length) {
    return last;
  }
  const changed = lines.slice(ends.head, lines.length - ends.tail);
  const starts = betweenEnds(last.starts, ends, changed.map(startState));
  const rulesOfChanged = changed.map((line) => (takesPart(line) ? book.rulesFor(line.line.product) : NO_RULES));
  const rulesOfLines = betweenEnds(last.rulesOfLines, ends, rulesOfChanged);
  const rules = isSameList(last.rulesOfLines, rulesOfLines) ? last.rules : allRules(rulesOfLines);
  const { states, steps } = applyRules({ book, starts, steps: last.steps, ends }, rules);
  const cuts = states.map((state, place) => knownIfSame(last.cuts[placeBefore(ends, place) ?? -1], state.cuts));
  return { lines, cuts, book, starts, rulesOfLines, rules, steps };
}

function emptyRun(book: PromotionBook): PromotionRun {
  return { lines: [], cuts: [], book, starts: [], rulesOfLines: [], rules: [], steps: new Map() };
}

function isSameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((each, place) => each === b[place]);
}

function allRules(rulesOfLines: readonly (readonly number[])[]): readonly number[] {
  return [...new Set(rulesOfLines.flat())].sort((a, b) => a - b);
}

function applyRules(
  making: Making,
  places: readonly number[],
): { states: readonly LineState[]; steps: Map<PromotionRule, SaleStep> } {
  const rules = places.flatMap((place) => making.book.rules[place] ?? []);
  const steps = new Map<PromotionRule, SaleStep>();
  const applyTo = (rule: PromotionRule, states: LineState[]) => {
    const step = stepOf(making, rule, states);
    steps.set(rule, step);
    writeBack(step, states);
    return step;
  };
  for (const rule of rules.filter((each) => each.promotion.exclusive)) {
    const states = [...making.starts];
    if (takesSomethingOff(applyTo(rule, states))) {
      return { states, steps };
    }
  }
  const states = [...making.starts];
  for (const rule of rules.filter((each) => !each.promotion.exclusive)) {
    applyTo(rule, states);
  }
  return { states, steps };
}

function stepOf(making: Making, rule: PromotionRule, states: readonly LineState[]): SaleStep {
  const previous = making.steps.get(rule) ?? null;
  const roles = rolesOf(making, rule, previous);
  if (previous !== null && isUntouched(previous, roles, states)) {
    return { ...previous, roles };
  }
  const members: RuleMember[] = [];
  roles.forEach((role, place) => {
    const state = states[place];
    if (role !== null && state !== undefined) {
      members.push({ state, goods: role.goods, conditions: role.conditions });
    }
  });
  return { ...applyRule({ rule, unit: making.book.unit, previous }, members), roles };
}

function rolesOf({ starts, ends }: Making, rule: PromotionRule, previous: SaleStep | null): readonly (Role | null)[] {
  if (previous === null) {
    return starts.map((state) => roleOf(rule, state));
  }
  const changed = starts.slice(ends.head, starts.length - ends.tail);
  return betweenEnds(
    previous.roles,
    ends,
    changed.map((state) => roleOf(rule, state)),
  );
}

function roleOf(rule: PromotionRule, { start }: LineState): Role | null {
  if (!takesPart(start)) {
    return null;
  }
  const { product } = start.line;
  const goods = rule.goods.map((test) => test(product));
  const conditions = rule.conditionGoods.map((test) => test(product));
  return goods.includes(true) || conditions.includes(true) ? { goods, conditions } : null;
}

/** True when the rule would look at the very same lines as the last time. */
function isUntouched({ before }: RuleStep, roles: readonly (Role | null)[], states: readonly LineState[]): boolean {
  let member = 0;
  for (let place = 0; place < roles.length; place += 1) {
    if (roles[place] !== null) {
      if (states[place] !== before[member]) {
        return false;
      }
      member += 1;
    }
  }
  return member === before.length;
}

function writeBack({ after, roles }: SaleStep, states: LineState[]): void {
  let member = 0;
  for (let place = 0; place < roles.length; place += 1) {
    const state = after[member];
    if (roles[place] !== null && state !== undefined) {
      states[place] = state;
      member += 1;
    }
  }
}
