import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldKey, foldSilence, NOTHING_TYPED, type ScannerEffect } from './fold-key.ts';
import { type KnownScanner, UNKNOWN_SCANNER } from './known-scanner.ts';

const EAN = '4006381333931';

interface Keys {
  keys: string;
  gapMs: number;
  inField?: boolean;
  known?: KnownScanner;
  /** After so many keys the silence was over before the next key arrived, though it had been pressed in time. */
  lateAfter: readonly number[];
}

/** Types on a machine that is so busy that some keys arrive long after they were pressed. */
function type({ keys, gapMs, lateAfter, inField = false, known = UNKNOWN_SCANNER }: Keys) {
  let state = NOTHING_TYPED;
  const effects: ScannerEffect[] = [];
  const swallowed: string[] = [];
  const names = Array.from(keys, (key) => (key === '\n' ? 'Enter' : key));
  for (const [place, key] of names.entries()) {
    if (lateAfter.includes(place)) {
      const closed = foldSilence(state, known);
      state = closed.state;
      effects.push(...closed.effects);
    }
    const at = 1000 + place * gapMs;
    const stroke = {
      key,
      code: '',
      shift: false,
      held: 'none',
      at,
      repeat: false,
      inField,
      spacePresses: true,
    } as const;
    const folded = foldKey(state, stroke, known);
    state = folded.state;
    effects.push(...folded.effects);
    swallowed.push(...(folded.swallow ? [key] : []));
  }
  effects.push(...foldSilence(state, known).effects);
  return { effects, swallowed };
}

const scansOf = (effects: readonly ScannerEffect[]) =>
  effects.flatMap((effect) => (effect.kind === 'scan' ? [effect.scan[0]] : []));

/** What stays typed in the end. */
function typedIn(effects: readonly ScannerEffect[]): string {
  return effects.reduce((text, effect) => {
    if (effect.kind === 'take_back') {
      return '';
    }
    return effect.kind === 'typed' ? text + effect.text : text;
  }, '');
}

describe('keys that arrive late, but were pressed in time', () => {
  it('belong to the scan that they were pressed for, and what was taken for typing before is taken back', () => {
    fc.assert(
      fc.property(fc.subarray([1, 2, 3, 4, 5]), fc.integer({ min: 1, max: 30 }), (lateAfter, gapMs) => {
        const { effects } = type({ keys: `${EAN}\n`, gapMs, lateAfter });
        expect(scansOf(effects)).toEqual([EAN]);
        expect(typedIn(effects)).toBe('');
      }),
    );
  });

  it('are taken back before the scan is told, so that no quantity is left for it', () => {
    const { effects } = type({ keys: `${EAN}\n`, gapMs: 8, lateAfter: [1] });
    expect(effects.map(({ kind }) => kind)).toEqual(['typed', 'take_back', 'scan']);
  });

  it('leave the field as it was, for a scanner that is learned and slow', () => {
    const known: KnownScanner = {
      ...UNKNOWN_SCANNER,
      learned: { ...UNKNOWN_SCANNER.learned, gapMs: 50, closing: 'Enter' },
    };
    const { effects } = type({ keys: '99-1234\n', gapMs: 50, lateAfter: [1, 4, 7], inField: true, known });
    expect(effects.map(({ kind }) => kind)).toEqual(['restore_field', 'scan']);
    expect(scansOf(effects)).toEqual(['99-1234']);
  });

  it('of a person are typed once each', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^\d{1,5}$/),
        fc.integer({ min: 40, max: 400 }),
        fc.subarray([1, 2, 3, 4]),
        (keys, gapMs, lateAfter) => {
          expect(typedIn(type({ keys, gapMs, lateAfter }).effects)).toBe(keys);
        },
      ),
    );
  });

  it('of a whole code that silence has closed press no button: its Enter is still its own', () => {
    const { effects, swallowed } = type({ keys: `${EAN}\n`, gapMs: 8, lateAfter: [EAN.length] });
    expect(scansOf(effects)).toEqual([EAN]);
    expect(swallowed).toContain('Enter');
  });
});

describe('keys that were pressed after a pause', () => {
  it('begin anew, whatever silence has closed before', () => {
    const { effects } = type({ keys: '12', gapMs: 400, lateAfter: [1] });
    expect(effects).toEqual([
      { kind: 'typed', text: '1' },
      { kind: 'typed', text: '2' },
    ]);
  });
});
