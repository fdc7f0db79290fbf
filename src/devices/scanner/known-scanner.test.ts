import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bareCode,
  type Closing,
  learnScanner,
  NOTHING_LEARNED,
  remember,
  type SeenScan,
  UNKNOWN_SCANNER,
} from './known-scanner.ts';

function seen(gaps: readonly number[], change: Partial<SeenScan> = {}): readonly SeenScan[] {
  return gaps
    .map((gapMs): SeenScan => ({ gapMs, closing: 'Enter', first: '7', ...change }))
    .reduce<readonly SeenScan[]>(remember, []);
}

describe('what a till learns of its scanner', () => {
  // The middle gaps of twelve codes each, as three kinds of scanner type them.
  it.each([
    ['by wire', [4, 5, 4, 6, 4, 5, 4, 4, 5, 4, 6, 5], 10],
    ['by wire, carefully', [18, 20, 19, 20, 21, 20, 19, 20, 20, 18, 20, 19], 20],
    ['by radio', [48, 45, 52, 47, 45, 49, 60, 45, 48, 46, 45, 51], 55],
  ] as const)('is the pace of one that types %s', (_, gaps, gapMs) => {
    expect(learnScanner(seen(gaps), NOTHING_LEARNED)).toEqual({ gapMs, closing: 'Enter', sign: '' });
  });

  it('is nothing from two scans, and a single slow one counts for nothing', () => {
    expect(learnScanner(seen([50, 50]), NOTHING_LEARNED)).toEqual(NOTHING_LEARNED);
    expect(learnScanner(seen([5, 5, 5, 58]), NOTHING_LEARNED).gapMs).toBe(5);
  });

  it('is the closing key that nearly always comes', () => {
    const tabs = (count: number) => [
      ...seen(Array<number>(count).fill(5), { closing: 'Tab' }),
      ...seen(Array<number>(8 - count).fill(5)),
    ];
    expect(learnScanner(tabs(6), NOTHING_LEARNED).closing).toBe('Tab');
    expect(learnScanner(tabs(4), NOTHING_LEARNED).closing).toBeNull();
  });

  it('is a sign before every code, but no digit or letter, which may be the beginning of all codes of a shop', () => {
    const sign = (first: string) => learnScanner(seen([5, 5, 5], { first }), NOTHING_LEARNED).sign;
    expect(['~', '*', '7', 'A', ']', '\u001d', ''].map(sign)).toEqual(['~', '*', '', '', '', '', '']);
    expect(learnScanner([...seen([5, 5], { first: '~' }), ...seen([5])], NOTHING_LEARNED).sign).toBe('');
  });

  it('stays within what a scanner can be, and does not depend on the order of the scans', () => {
    const closing = fc.constantFrom<Closing>('Enter', 'Tab', 'none');
    const scan = fc.record({ gapMs: fc.integer({ min: 0, max: 90 }), closing, first: fc.constantFrom('7', '~', 'A') });
    fc.assert(
      fc.property(fc.array(scan, { minLength: 3, maxLength: 12 }), (scans) => {
        const learned = learnScanner(scans, NOTHING_LEARNED);
        expect(learned.gapMs).toBeGreaterThanOrEqual(5);
        expect(learned.gapMs).toBeLessThanOrEqual(60);
        expect(learnScanner([...scans].reverse(), NOTHING_LEARNED)).toEqual(learned);
      }),
    );
  });
});

describe('the bare code', () => {
  it('is without what the scanner adds, as long as anything is left', () => {
    const known = { ...UNKNOWN_SCANNER, prefix: 'F', suffix: '\\' };
    expect(bareCode('F7501031311309\\', known)).toBe('7501031311309');
    expect(bareCode('7501031311309', known)).toBe('7501031311309');
    expect(bareCode('F\\', known)).toBe('F\\');
  });
});
