import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDigit } from '#core/barcode/gtin.ts';
import { foldKey, foldSilence, NOTHING_TYPED, type ScannerEffect, silenceAfter } from './fold-key.ts';
import { type KnownScanner, UNKNOWN_SCANNER } from './known-scanner.ts';
import { GROUP_SEPARATOR, type KeyStroke } from './typed-character.ts';

interface Typing {
  gap?: number;
  /** One after the other, instead of `gap`; the first is the time before the second key. */
  gaps?: readonly number[];
  inField?: boolean;
  repeat?: boolean;
  known?: KnownScanner;
}

/** Types keys one after the other and tells what came of it, and which keys were swallowed. */
function type(keys: readonly (string | Partial<KeyStroke>)[], typing: Typing = {}) {
  let at = 1000;
  const strokes = keys.map((key, index) => {
    at += index === 0 ? 0 : (typing.gaps?.[index - 1] ?? typing.gap ?? 5);
    return stroke({
      at,
      repeat: typing.repeat ?? false,
      inField: typing.inField ?? false,
      ...(typeof key === 'string' ? { key } : key),
    });
  });
  return fold(strokes, typing.known);
}

function stroke(change: Partial<KeyStroke>): KeyStroke {
  return {
    key: '',
    code: '',
    shift: false,
    held: 'none',
    at: 0,
    repeat: false,
    inField: false,
    spacePresses: true,
    ...change,
  };
}

function fold(strokes: readonly KeyStroke[], known = UNKNOWN_SCANNER) {
  let state = NOTHING_TYPED;
  const effects: ScannerEffect[] = [];
  const swallowed: string[] = [];
  for (const each of strokes) {
    const folded = foldKey(state, each, known);
    state = folded.state;
    effects.push(...folded.effects);
    if (folded.swallow) {
      swallowed.push(each.key);
    }
  }
  return { state, effects, swallowed };
}

/** A till that has learned its scanner. */
function knowing(gapMs: number, change: Partial<KnownScanner> = {}): KnownScanner {
  return { ...UNKNOWN_SCANNER, learned: { gapMs, closing: 'Enter', sign: '' }, ...change };
}

const EAN = '7501031311309';
const scansOf = (effects: readonly ScannerEffect[]) =>
  effects.filter((effect) => effect.kind === 'scan').map((effect) => effect.scan[0]);

describe('a scanner typing like a keyboard', () => {
  it('is a scan when Enter closes the burst, and the Enter is swallowed', () => {
    const { effects, swallowed } = type([...EAN.split(''), 'Enter']);
    expect(effects).toEqual([{ kind: 'scan', scan: [EAN], seen: { gapMs: 5, closing: 'Enter', first: '7' } }]);
    expect(swallowed.at(-1)).toBe('Enter');
  });

  it('is a scan when Tab closes it, or only silence', () => {
    expect(scansOf(type([...EAN.split(''), 'Tab']).effects)).toEqual([EAN]);
    const open = type(EAN.split(''));
    expect(open.effects).toEqual([]);
    expect(scansOf(foldSilence(open.state).effects)).toEqual([EAN]);
  });

  it('leaves nothing in a field: the first characters are taken out again, the rest never arrive', () => {
    const { effects, swallowed } = type([...EAN.split(''), 'Enter'], { inField: true });
    expect(effects.map((effect) => effect.kind)).toEqual(['restore_field', 'scan']);
    expect(swallowed).toEqual([...EAN.slice(5).split(''), 'Enter']);
  });

  it('closes its codes with two keys where it was set so, and neither presses a button', () => {
    const { effects, swallowed } = type([...EAN.split(''), 'Enter', { key: 'j', code: 'KeyJ', held: 'control' }]);
    expect(scansOf(effects)).toEqual([EAN]);
    expect(swallowed.slice(-2)).toEqual(['Enter', 'j']);
  });

  it('leaves the Enter of a person who answers a scan alone', () => {
    const { swallowed } = type([...EAN.split(''), 'Enter', 'Enter'], { gaps: [...Array<number>(13).fill(5), 150] });
    expect(swallowed.filter((key) => key === 'Enter')).toHaveLength(1);
  });

  it('keeps capitals and signs, with Shift going down in between', () => {
    const { effects } = type(['Shift', 'A', 'B', 'C', 'Shift', '-', '1', '2', '3', 'Enter']);
    expect(scansOf(effects)).toEqual(['ABC-123']);
  });

  it('stays one scan through a single slow gap', () => {
    const { effects } = type([...'12345678'.split(''), 'Enter'], { gaps: [5, 5, 5, 5, 5, 85, 5, 5] });
    expect(scansOf(effects)).toEqual(['12345678']);
  });

  it('is not torn apart by a key that a person presses meanwhile, which still does its work', () => {
    const { effects, swallowed } = type(['7', '5', '0', 'Escape', ...EAN.slice(3).split(''), 'F2', 'Enter']);
    expect(scansOf(effects)).toEqual([EAN]);
    expect(swallowed).not.toContain('Escape');
    expect(swallowed).not.toContain('F2');
  });

  it('is closed by two keys when the scanner sends two, and a person’s Enter after it is a person’s', () => {
    const keys = [...EAN.split(''), 'Enter', 'Enter', 'Enter'];
    const gaps = [
      ...EAN.slice(1)
        .split('')
        .map(() => 5),
      5,
      5,
      300,
    ];
    const { effects, swallowed } = type(keys, { gaps });
    expect(scansOf(effects)).toEqual([EAN]);
    expect(swallowed.filter((key) => key === 'Enter')).toHaveLength(2);
  });

  it('lets a person press Enter as soon as the scanner could not have pressed it', () => {
    const keys = [...EAN.split(''), 'Enter', 'Enter'];
    const { swallowed } = type(keys, {
      gaps: [
        ...EAN.slice(1)
          .split('')
          .map(() => 5),
        5,
        25,
      ],
    });
    expect(swallowed.filter((key) => key === 'Enter')).toHaveLength(1);
  });

  it('does not hold back an Enter that is stamped earlier than the scan, by another clock', () => {
    const { swallowed } = type([...EAN.split(''), 'Enter', { key: 'Enter', at: 900 }]);
    expect(swallowed.filter((key) => key === 'Enter')).toHaveLength(1);
  });

  it('keeps twenty scans a second apart and in order', () => {
    const codes = Array.from({ length: 40 }, (_, index) => `75010313${String(11300 + index)}`);
    const strokes = codes.flatMap((code, scan) =>
      [...code.split(''), 'Enter'].map((key, index) =>
        stroke({ key, at: scan * 50 + index * 3, inField: scan % 2 === 0 }),
      ),
    );
    expect(scansOf(fold(strokes).effects)).toEqual(codes);
  });

  it('does not press the button it happens upon with a space within its code', () => {
    expect(type([...'A 1234567'.split(''), 'Enter']).swallowed[0]).toBe(' ');
    expect(type([' ']).swallowed).toEqual([]);
  });
});

describe('a group separator', () => {
  const GS1 = `]C10104006381333931${GROUP_SEPARATOR}10ABC`;
  const typedWith = (separator: Partial<KeyStroke>, known = UNKNOWN_SCANNER) => {
    const keys = GS1.split('').map((key) => (key === GROUP_SEPARATOR ? separator : { key }));
    return scansOf(type([...keys, { key: 'Enter' }], { known }).effects);
  };

  it('arrives in the text however the scanner types it', () => {
    expect(typedWith({ key: GROUP_SEPARATOR })).toEqual([GS1]);
    expect(typedWith({ key: ']', code: 'BracketRight', held: 'control' })).toEqual([GS1]);
    expect(typedWith({ key: '+', code: 'BracketRight', held: 'control' })).toEqual([GS1]);
    expect(typedWith({ key: 'F8' }, { ...UNKNOWN_SCANNER, separatorKey: 'F8' })).toEqual([GS1]);
  });

  it('may be a number typed with Alt, as may every other character', () => {
    const numbered = GS1.split('').flatMap((char) => [
      { key: 'Alt', held: 'alt' as const },
      ...String(char.charCodeAt(0))
        .padStart(4, '0')
        .split('')
        .map((digit) => ({
          key: digit,
          code: `Numpad${digit}`,
          held: 'alt' as const,
        })),
    ]);
    expect(scansOf(type([...numbered, { key: 'Enter' }], { inField: true }).effects)).toEqual([GS1]);
  });

  it('key pressed by a person alone stays what it is', () => {
    const { state, swallowed } = type(['F8'], { known: { ...UNKNOWN_SCANNER, separatorKey: 'F8' } });
    expect([foldSilence(state).effects, swallowed]).toEqual([[], []]);
  });
});

describe('a keyboard that is not set like the scanner', () => {
  const readings = (keys: readonly Partial<KeyStroke>[]) =>
    type([...keys, { key: 'Enter' }]).effects.flatMap((effect) => (effect.kind === 'scan' ? [effect.scan] : []));
  const digits = '400638'.split('').map((key) => ({ key, code: `Digit${key}` }));

  it('offers what a US keyboard would have typed: a Spanish one turns signs into others', () => {
    const bracket = { key: '+', code: 'BracketRight' };
    const hyphen = { key: "'", code: 'Minus' };
    const dead = { key: 'Dead', code: 'BracketLeft' };
    expect(readings([bracket, ...digits, hyphen])).toEqual([["+400638'", ']400638-']]);
    expect(readings([...digits, dead])).toEqual([['400638', '400638[']]);
  });

  it('offers the letters as the scanner meant them when CapsLock turned them round', () => {
    const typed = [
      { key: 's', code: 'KeyS', shift: true },
      { key: 'K', code: 'KeyK' },
    ];
    expect(readings([...typed, ...digits])).toEqual([['sK400638', 'Sk400638']]);
  });

  it('takes characters that need AltGr for what they are', () => {
    expect(readings([{ key: ']', code: 'BracketRight' }, ...digits])).toEqual([[']400638']]);
  });
});

describe('a scanner that was learned', () => {
  const SLOW = knowing(50);

  it('is known at its own pace, be it as slow as some without a wire', () => {
    expect(scansOf(type([...'123456'.split(''), 'Enter'], { gap: 50, known: SLOW }).effects)).toEqual(['123456']);
    expect(scansOf(type([...'AB-1234'.split(''), 'Enter'], { gap: 55, known: SLOW }).effects)).toEqual(['AB-1234']);
    expect(scansOf(type([...'123456'.split(''), 'Enter'], { gap: 50 }).effects)).toEqual([]);
  });

  it('may scan the short codes of a shop without leaving them in a field', () => {
    const { effects, swallowed } = type([...'1101'.split(''), 'Enter'], { inField: true, known: knowing(5) });
    expect(effects.map((effect) => effect.kind)).toEqual(['restore_field', 'scan']);
    expect(swallowed).toEqual(['Enter']);
    expect(type([...'1101'.split(''), 'Enter'], { gaps: [5, 5, 5, 80], known: knowing(5) }).effects).toEqual([
      { kind: 'typed', text: '1101' },
    ]);
  });

  it('is known at once by its prefix, which is no part of the code; what it may be as well comes after', () => {
    const known = { ...UNKNOWN_SCANNER, prefix: '~', suffix: '#' };
    const { effects, swallowed } = type([...'~1101#'.split(''), 'Enter'], { gap: 40, inField: true, known });
    expect(effects).toMatchObject([{ kind: 'restore_field' }, { kind: 'scan', scan: ['1101', '~1101#'] }]);
    expect(swallowed).toEqual(['1', '0', '1', '#', 'Enter']);
  });
});

const gtin = fc
  .array(fc.integer({ min: 0, max: 9 }), { minLength: 12, maxLength: 12 })
  .map((digits) => digits.join('') + checkDigit(digits.join('')));

describe('a scanner that nobody knows and that is slow', () => {
  it('is a scan when its check digit and its Enter say so, and the field is put right', () => {
    fc.assert(
      fc.property(gtin, fc.array(fc.integer({ min: 40, max: 60 }), { minLength: 13, maxLength: 13 }), (code, gaps) => {
        const { effects, swallowed } = type([...code.split(''), 'Enter'], { gaps, inField: true });
        expect(effects.map((effect) => effect.kind)).toEqual(['restore_field', 'scan']);
        expect(scansOf(effects)).toEqual([code]);
        expect(swallowed).toEqual(['Enter']);
      }),
    );
  });

  it('needs no Enter for a long code', () => {
    const { state } = type(EAN.split(''), { gap: 60 });
    expect(scansOf(foldSilence(state).effects)).toEqual([EAN]);
  });
});

describe('a person typing', () => {
  it('is no scan, however long the text', () => {
    const { effects, swallowed } = type([...'coca cola 2 litros'.split(''), 'Enter'], { gap: 90, inField: true });
    expect(effects).toEqual([]);
    expect(swallowed).toEqual([]);
  });

  it('is no scan in a quick burst of five', () => {
    expect(scansOf(type([...'12345'.split(''), 'Enter']).effects)).toEqual([]);
  });

  it('is no scan however fast the words come, even at a till whose scanner is slow', () => {
    const word = fc.stringMatching(/^[a-z]{2,9}$/);
    const words = fc.array(word, { minLength: 2, maxLength: 5 }).map((each) => each.join(' '));
    // Fingers of a very fast typist: now and then two keys at once, mostly above a twentieth of a second.
    const gap = fc.integer({ min: 45, max: 180 });
    fc.assert(
      fc.property(words, fc.array(gap, { minLength: 60, maxLength: 60 }), (text, gaps) => {
        const { effects, swallowed } = type([...text.split(''), 'Enter'], { gaps, inField: true, known: knowing(60) });
        expect([effects, swallowed]).toEqual([[], []]);
      }),
    );
  });

  it('keeps every number they type by hand, also with the quickest of fingers', () => {
    const digits = fc.stringMatching(/^\d{1,12}$/);
    fc.assert(
      fc.property(
        digits,
        fc.array(fc.integer({ min: 95, max: 400 }), { minLength: 13, maxLength: 13 }),
        (text, gaps) => {
          const { effects, swallowed } = type([...text.split(''), 'Enter'], {
            gaps,
            inField: true,
            known: knowing(60),
          });
          expect([effects, swallowed]).toEqual([[], []]);
        },
      ),
    );
  });

  it('is no scan when a key is held down', () => {
    const { state, effects } = type(['1', '1', '1', '1', '1', '1', '1', '1'], { gap: 30, repeat: true });
    expect([...effects, ...foldSilence(state).effects]).toEqual([]);
  });

  it('gives what was typed with nothing in focus, key by key or after a pause', () => {
    const slow = type(['1', '2'], { gap: 300 });
    expect(slow.effects).toEqual([{ kind: 'typed', text: '1' }]);
    expect(foldSilence(slow.state).effects).toEqual([{ kind: 'typed', text: '2' }]);
    expect(foldSilence(type(['1', '2'], { gap: 60 }).state).effects).toEqual([{ kind: 'typed', text: '12' }]);
  });

  it('keeps what was typed slowly apart from the scan that follows', () => {
    const { effects } = type(['3', ...EAN.split(''), 'Enter'], { gaps: [500, ...Array<number>(13).fill(4)] });
    expect(effects).toMatchObject([
      { kind: 'typed', text: '3' },
      { kind: 'scan', scan: [EAN] },
    ]);
  });

  it('does not give commands for characters', () => {
    const keys = Array.from('zzzzzzzz', (key) => ({ key, held: 'control' as const }));
    const { effects, state, swallowed } = type(keys);
    expect([...effects, ...foldSilence(state).effects, ...swallowed]).toEqual([]);
  });
});

describe('whatever keys come', () => {
  it('none is lost: each is typed, in a field, or part of exactly one scan', () => {
    const key = fc.constantFrom(...'0123456789AB-'.split(''));
    const strokes = fc.array(fc.record({ key, gap: fc.integer({ min: 1, max: 300 }) }), { maxLength: 60 });
    fc.assert(
      fc.property(strokes, (typed) => {
        const { state, effects } = type(
          typed.map(({ key: each }) => each),
          { gaps: typed.slice(1).map(({ gap }) => gap) },
        );
        const all = [...effects, ...foldSilence(state).effects];
        const heard = all.map((effect) =>
          effect.kind === 'typed' ? effect.text : effect.kind === 'scan' ? (effect.scan[0] ?? '') : '',
        );
        expect(heard.join('')).toBe(typed.map(({ key: each }) => each).join(''));
      }),
    );
  });
});

describe('how long nothing must come before what was typed is closed', () => {
  const after = (text: string, gap: number, known = UNKNOWN_SCANNER) =>
    silenceAfter(type(text.split(''), { gap }).state, 0, known);

  it('is short after a whole code and after a person, who waits for an answer', () => {
    expect(after(EAN, 5)).toBe(120);
    expect(after('75010313', 5)).toBe(120);
    expect(after('3', 5)).toBe(120);
    expect(after('12', 60)).toBe(120);
  });

  it('is long in the middle of a burst, which a busy machine may have held up', () => {
    expect(after('750103131', 5)).toBe(3000);
    expect(after('7501', 5)).toBe(500);
  });

  it('is not so long where the scanner is known to press no key at the end', () => {
    const known = { ...UNKNOWN_SCANNER, learned: { gapMs: 5, closing: 'none' as const, sign: '' } };
    expect(after('750103131', 5, known)).toBe(500);
  });

  it('is longer where the scanner is known to be slow', () => {
    expect(after('12', 60, knowing(60))).toBe(190);
  });

  it('grows when keys are seen late, but never without end', () => {
    const { state } = type(EAN.split(''));
    expect(silenceAfter(state, 80)).toBe(280);
    expect(silenceAfter(state, 60_000)).toBe(620);
  });
});
