import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fillParts, fitName, type PartSupply } from './fill-parts.ts';

/** So many pieces that fit the parts with an "x": `supply(2, 'x-x')`. */
function supply(pieces: number, parts: string): PartSupply {
  const fits = Array.from(parts).map((part) => part === 'x');
  return { pieces, fits, fitName: fitName(fits) };
}

describe('filling the parts of a bundle', () => {
  test('takes as many pieces of the first supplies as there is place for', () => {
    expect(fillParts([supply(3, 'x-'), supply(5, '-x'), supply(4, 'x-')], [4, 2])).toEqual([3, 2, 1]);
  });

  test('moves a piece to another part when a later one fits only where it lies', () => {
    expect(fillParts([supply(1, 'xx'), supply(1, 'x-')], [1, 1])).toEqual([1, 1]);
  });

  test('moves pieces along a whole row of parts, many at once', () => {
    // Each of the first three lies where the next could; the last finds a place only when all have moved on.
    const row = [supply(1000, 'xx--'), supply(1000, '-xx-'), supply(1000, '--xx'), supply(1000, 'x---')];
    expect(fillParts(row, [1000, 1000, 1000, 1000])).toEqual([1000, 1000, 1000, 1000]);
  });

  test('never puts a dear piece back for a cheap one', () => {
    expect(fillParts([supply(2, 'x-'), supply(2, 'xx'), supply(2, 'x-')], [2, 1])).toEqual([2, 1, 0]);
  });

  test('is of no use when one part stays empty, and nothing is asked of anybody for nothing', () => {
    expect(fillParts([supply(9, 'x-')], [1, 1])).toBeNull();
    expect(fillParts([supply(9, 'xx')], [5, 5])).toBeNull();
    expect(fillParts([], [1])).toBeNull();
    expect(fillParts([supply(9, 'xx')], [0, 0])).toEqual([0]);
  });

  const supplies = fc.array(
    fc
      .tuple(fc.integer({ min: 0, max: 4 }), fc.stringMatching(/^[x-]{3}$/))
      .map(([pieces, parts]) => supply(pieces, parts)),
    { maxLength: 6 },
  );
  const needs = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 3, maxLength: 3 });
  const GROUPS_OF_PARTS = [[0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]];

  /** By Hall's theorem the parts can be filled when no group of them needs more pieces than fit any of the group. */
  function canBeFilled(given: readonly PartSupply[], needed: readonly number[]): boolean {
    return GROUPS_OF_PARTS.every((parts) => {
      const fitting = given.filter(({ fits }) => parts.some((part) => fits[part] === true));
      const there = fitting.reduce((all, { pieces }) => all + pieces, 0);
      return there >= parts.reduce((all, part) => all + (needed[part] ?? 0), 0);
    });
  }

  test('succeeds whenever there is a way, with as many pieces as are needed', () => {
    fc.assert(
      fc.property(supplies, needs, (given, needed) => {
        const taken = fillParts(given, needed);
        expect(taken !== null).toBe(canBeFilled(given, needed));
        const isThere = (taken ?? []).every((count, place) => count >= 0 && count <= (given[place]?.pieces ?? 0));
        expect(isThere).toBe(true);
        const all = (taken ?? needed).reduce((total, count) => total + count, 0);
        expect(all).toBe(needed.reduce((total, count) => total + count, 0));
      }),
      { numRuns: 300 },
    );
  });
});
