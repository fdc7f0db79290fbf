import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal } from './money.ts';
import { type RoundingMode, roundToStep } from './rounding.ts';

function rounded(value: string, step: string, mode: RoundingMode): string {
  return roundToStep(new Decimal(value), new Decimal(step), mode).toFixed();
}

/** What becomes of ±1.5, ±2.5 and ±2.2 of a step. */
const MODES: [RoundingMode, string[]][] = [
  ['half_up', ['2', '-2', '3', '-3', '2', '-2']],
  ['half_down', ['1', '-1', '2', '-2', '2', '-2']],
  ['half_even', ['2', '-2', '2', '-2', '2', '-2']],
  ['half_odd', ['1', '-1', '3', '-3', '2', '-2']],
  ['half_ceiling', ['2', '-1', '3', '-2', '2', '-2']],
  ['half_floor', ['1', '-2', '2', '-3', '2', '-2']],
  ['up', ['2', '-2', '3', '-3', '3', '-3']],
  ['down', ['1', '-1', '2', '-2', '2', '-2']],
  ['ceiling', ['2', '-1', '3', '-2', '3', '-2']],
  ['floor', ['1', '-2', '2', '-3', '2', '-3']],
];
const ALL = MODES.map(([mode]) => mode);

describe('rounding to whole steps', () => {
  test.each(MODES)('%s', (mode, wanted) => {
    expect(['1.5', '-1.5', '2.5', '-2.5', '2.2', '-2.2'].map((value) => rounded(value, '1', mode))).toEqual(wanted);
  });

  test.each([
    { value: '4.92', step: '0.05', mode: 'half_up', wanted: '4.9' },
    { value: '37.25', step: '0.50', mode: 'half_up', wanted: '37.5' },
    { value: '23.45', step: '0.10', mode: 'half_down', wanted: '23.4' },
    { value: '1250', step: '100', mode: 'half_odd', wanted: '1300' },
    { value: '1.005', step: '0.01', mode: 'half_up', wanted: '1.01' },
    { value: '0.1', step: '0.03', mode: 'half_up', wanted: '0.09' },
    { value: '1.05', step: '0.7', mode: 'half_even', wanted: '1.4' },
  ] as const)('$value to steps of $step, $mode, is $wanted', ({ value, step, mode, wanted }) => {
    expect(rounded(value, step, mode)).toBe(wanted);
  });

  test('has no negative zero', () => {
    for (const mode of ['half_up', 'down', 'ceiling'] as const) {
      expect(Object.is(roundToStep(new Decimal('-0.02'), new Decimal('0.05'), mode).toNumber(), 0)).toBe(true);
    }
  });

  test.each(['0', '-0.05', 'NaN'])('is refused for steps of %s', (step) => {
    expect(() => rounded('1', step, 'half_up')).toThrow(RangeError);
  });
});

const drawn = fc.record({
  value: fc.integer({ min: -1_000_000, max: 1_000_000 }).map((units) => new Decimal(units).div(1000)),
  step: fc.integer({ min: 1, max: 5000 }).map((units) => new Decimal(units).div(1000)),
  mode: fc.constantFrom(...ALL),
});

describe('always', () => {
  test('the result is a whole number of steps, less than one step away', () => {
    fc.assert(
      fc.property(drawn, ({ value, step, mode }) => {
        const result = roundToStep(value, step, mode);
        expect(result.modulo(step).isZero()).toBe(true);
        expect(result.minus(value).abs().lessThan(step)).toBe(true);
      }),
    );
  });

  test('the nearest modes go at most half a step', () => {
    fc.assert(
      fc.property(drawn, ({ value, step, mode }) => {
        fc.pre(mode.startsWith('half_'));
        expect(roundToStep(value, step, mode).minus(value).abs().times(2).lessThanOrEqualTo(step)).toBe(true);
      }),
    );
  });

  test('what is rounded stays as it is', () => {
    fc.assert(
      fc.property(drawn, ({ value, step, mode }) => {
        const once = roundToStep(value, step, mode);
        expect(roundToStep(once, step, mode).equals(once)).toBe(true);
      }),
    );
  });

  test('a negative value mirrors the positive, each mode its own mirror but for those that go along the number line', () => {
    const mirror: Partial<Record<RoundingMode, RoundingMode>> = {
      half_ceiling: 'half_floor',
      half_floor: 'half_ceiling',
      ceiling: 'floor',
      floor: 'ceiling',
    };
    fc.assert(
      fc.property(drawn, ({ value, step, mode }) => {
        const mirrored = roundToStep(value.negated(), step, mirror[mode] ?? mode);
        expect(mirrored.plus(roundToStep(value, step, mode)).isZero()).toBe(true);
      }),
    );
  });
});
