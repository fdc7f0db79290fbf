import { describe, expect, test } from 'vitest';
import { Decimal } from '#core/money/money.ts';
import {
  amountOffTogether,
  cutOf,
  EVERYTHING,
  openedBook,
  percentOff,
  promotionOf,
  sold,
  stateOf,
} from '#testkit/promotion-builders.ts';
import { applyRule, type RuleMember, type RuleStep, takesSomethingOff } from './apply-rule.ts';
import { type LineState, nextState } from './line-state.ts';
import type { Promotion } from './promotion.ts';

function member(state: LineState, change: Partial<RuleMember> = {}): RuleMember {
  return { state, goods: [true], conditions: [], ...change };
}

function apply(promotion: Promotion, members: readonly RuleMember[], previous: RuleStep | null = null): RuleStep {
  const [rule] = openedBook([promotion]).rules;
  if (rule === undefined) {
    throw new Error('the promotion is not in force');
  }
  return applyRule({ rule, unit: new Decimal('0.01'), previous }, members);
}

function worths(step: RuleStep): string[] {
  return step.after.map((state) => state.worth.toFixed());
}

const tea = stateOf(sold('tea', '2', '5.00'));
const mate = stateOf(sold('mate', '1', '20.00'));

describe('a rule', () => {
  test('reduces its goods, and says so in a cut', () => {
    const step = apply(percentOff('10'), [member(tea), member(mate)]);
    expect(worths(step)).toEqual(['9', '18']);
    expect(step.after[0]?.cuts.map((cut) => [cut.from.toFixed(), cut.amount.toFixed()])).toEqual([['10', '1']]);
    expect(takesSomethingOff(step)).toBe(true);
  });

  test('leaves goods alone that only its conditions ask for', () => {
    const conditional = percentOff('10', { conditions: [{ kind: 'quantity', goods: EVERYTHING, at_least: '1' }] });
    const step = apply(conditional, [
      member(tea, { conditions: [false] }),
      member(mate, { goods: [false], conditions: [true] }),
    ]);
    expect(step.after[1]).toBe(mate);
    expect(worths(step)).toEqual(['9', '20']);
  });

  test.each<[string, Promotion, boolean]>([
    [
      'whose condition does not hold',
      percentOff('10', { conditions: [{ kind: 'quantity', goods: EVERYTHING, at_least: '4' }] }),
      false,
    ],
    ['that may take off nothing', amountOffTogether('5.00', { max_amount: '0.00' }), true],
    ['whose percentage is less than half a cent', percentOff('0.01'), true],
    [
      'that finds no whole set',
      promotionOf({ action: { kind: 'every', group: 4, reward: { kind: 'price', price: '0.00' } } }),
      true,
    ],
  ])('%s gives every line back as it was', (_, promotion, isHeld) => {
    const step = apply(promotion, [member(tea, { conditions: [true] }), member(mate, { conditions: [true] })]);
    expect(step.after[0]).toBe(tea);
    expect(step.after[1]).toBe(mate);
    expect([takesSomethingOff(step), step.isHeld]).toEqual([false, isHeld]);
  });
});

describe('stacking', () => {
  const once = nextState(tea, cutOf(tea, '1.00'), 0);
  const closed = nextState(tea, cutOf(tea, '1.00', promotionOf({ stackable: false })), 0);

  test('a line that was reduced before is open to those that stack', () => {
    expect(worths(apply(percentOff('50'), [member(once), member(mate)]))).toEqual(['4.5', '10']);
    expect(worths(apply(percentOff('50', { stackable: false }), [member(once), member(mate)]))).toEqual(['9', '10']);
  });

  test('a closed line is open to none, and its worth does not count among the goods', () => {
    expect(worths(apply(percentOff('50'), [member(closed), member(mate)]))).toEqual(['9', '10']);
    // Half of 20.00, not of 29.00.
    const together = promotionOf({ action: { kind: 'together', reward: { kind: 'percent_off', percent: '50' } } });
    expect(worths(apply(together, [member(closed), member(mate)]))).toEqual(['9', '10']);
  });
});

describe('the greatest amount', () => {
  test('is spread by what each line would have lost, in whole cents', () => {
    // 5.00 and 10.00 are wished: of 1.00 that is 0.33 and 0.67.
    expect(worths(apply(percentOff('50', { max_amount: '1.00' }), [member(tea), member(mate)]))).toEqual([
      '9.67',
      '19.33',
    ]);
  });

  test('in fractions of a cent is no more than its whole cents', () => {
    expect(worths(apply(amountOffTogether('5.00', { max_amount: '0.999' }), [member(mate)]))).toEqual(['19.01']);
  });
});

describe('what the rule did the last time', () => {
  const dearer = stateOf(sold('mate', '1', '30.00'));

  test('is used again for lines of which each stands alone', () => {
    const first = apply(percentOff('10'), [member(tea), member(mate)]);
    const then = apply(percentOff('10'), [member(tea), member(dearer)], first);
    expect(then.after[0]).toBe(first.after[0]);
    expect(worths(then)).toEqual(['9', '27']);
  });

  test('is used again for lines that have a say in one another, where the say comes to the same', () => {
    const pairs = promotionOf({ action: { kind: 'every', group: 2, reward: { kind: 'amount_off', amount: '0.50' } } });
    const [one, three] = [stateOf(sold('milk', '2', '1.00')), stateOf(sold('milk', '3', '1.00'))];
    const first = apply(pairs, [member(tea), member(one)]);
    const then = apply(pairs, [member(tea), member(three)], first);
    expect(then.after[0]).toBe(first.after[0]);
    expect(worths(then)).toEqual(['9', '2']);
  });

  test('is not, where another line takes more of the amount', () => {
    const together = amountOffTogether('3.00');
    const first = apply(together, [member(tea), member(mate)]);
    expect(worths(first)).toEqual(['9', '18']);
    expect(worths(apply(together, [member(tea), member(dearer)], first))).toEqual(['9.25', '27.75']);
  });

  test('is not, when a condition did not hold then', () => {
    const rich = percentOff('10', { conditions: [{ kind: 'total', goods: EVERYTHING, at_least: '40.00' }] });
    const all = (...states: LineState[]) => states.map((state) => member(state, { conditions: [true] }));
    const first = apply(rich, all(tea, mate));
    expect(worths(first)).toEqual(['10', '20']);
    expect(worths(apply(rich, all(tea, dearer), first))).toEqual(['9', '27']);
  });
});
