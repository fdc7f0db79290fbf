import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOTHING_LEARNED, UNKNOWN_SCANNER } from '#devices/scanner/known-scanner.ts';
import { createScannerMemory, readScanner, writeScanner } from './scanner-memory.ts';

function memoryOver(kept = new Map<string, string | null>()) {
  let written = 0;
  const memory = createScannerMemory({
    get: (key) => kept.get(key) ?? null,
    set: (key, value) => {
      written += 1;
      kept.set(key, value);
    },
    getForTab: () => null,
    setForTab: () => undefined,
  });
  return { memory, kept, written: () => written };
}

const SLOW = { gapMs: 47, closing: 'Enter', first: '7' } as const;

describe('what a till knows of its scanner', () => {
  it('is learned from a few scans, written once, and there again after a reload', () => {
    const { memory, kept, written } = memoryOver();
    for (let scans = 0; scans < 20; scans += 1) {
      memory.learn(SLOW);
    }
    expect(written()).toBe(1);
    expect(memoryOver(kept).memory.state.getState().learned).toEqual({ gapMs: 50, closing: 'Enter', sign: '' });
  });

  it('keeps what was set by hand through all learning, until it is forgotten', () => {
    const { memory, kept } = memoryOver();
    memory.set({ prefix: 'F', suffix: '', separatorKey: 'F8' });
    [SLOW, SLOW, SLOW].forEach(memory.learn);
    expect(memoryOver(kept).memory.state.getState()).toMatchObject({ prefix: 'F', separatorKey: 'F8' });
    memory.forget();
    expect(memoryOver(kept).memory.state.getState()).toEqual(UNKNOWN_SCANNER);
    memory.learn(SLOW);
    expect(memory.state.getState().learned).toEqual(NOTHING_LEARNED);
  });

  it('comes back from the settings as it went in, whatever characters the scanner types', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 4 });
    const learned = fc.record({
      gapMs: fc.option(fc.integer({ min: 5, max: 60 })),
      closing: fc.constantFrom('Enter', 'Tab', 'none', null),
      sign: text,
    });
    fc.assert(
      fc.property(fc.record({ prefix: text, suffix: text, separatorKey: text, learned }), (scanner) => {
        expect(readScanner(writeScanner(scanner))).toEqual(scanner);
      }),
    );
  });

  it('is nothing where the settings hold nonsense', () => {
    expect(readScanner('gap=-5&closing=Escape')).toEqual(UNKNOWN_SCANNER);
    expect(readScanner(null)).toEqual(UNKNOWN_SCANNER);
  });
});
