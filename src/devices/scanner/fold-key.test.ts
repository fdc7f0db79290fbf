import { describe, expect, it } from 'vitest';
import { foldKey, foldSilence, type KeyStroke, NOTHING_TYPED, type ScannerEffect, silenceAfter } from './fold-key.ts';

interface Typing {
  gap?: number;
  inField?: boolean;
  repeat?: boolean;
}

/** Types keys one after the other and tells what came of it, and which keys were swallowed. */
function type(keys: readonly string[], typing: Typing = {}) {
  return fold(
    keys.map((key, index) => ({
      key,
      at: 1000 + index * (typing.gap ?? 5),
      repeat: typing.repeat ?? false,
      command: false,
      inField: typing.inField ?? false,
    })),
  );
}

function fold(strokes: readonly KeyStroke[]) {
  let state = NOTHING_TYPED;
  const effects: ScannerEffect[] = [];
  const swallowed: string[] = [];
  for (const stroke of strokes) {
    const folded = foldKey(state, stroke);
    state = folded.state;
    effects.push(...folded.effects);
    if (folded.swallow) {
      swallowed.push(stroke.key);
    }
  }
  return { state, effects, swallowed };
}

const EAN = '7501031311309';
const scansOf = (effects: readonly ScannerEffect[]) =>
  effects.filter((effect) => effect.kind === 'scan').map((effect) => effect.text);

describe('a scanner typing like a keyboard', () => {
  it('is a scan when Enter closes the burst, and the Enter is swallowed', () => {
    const { effects, swallowed } = type([...EAN.split(''), 'Enter']);
    expect(effects).toEqual([{ kind: 'scan', text: EAN }]);
    expect(swallowed.at(-1)).toBe('Enter');
  });

  it('is a scan when Tab closes it, or only silence', () => {
    expect(scansOf(type([...EAN.split(''), 'Tab']).effects)).toEqual([EAN]);
    const open = type(EAN.split(''));
    expect(open.effects).toEqual([]);
    expect(foldSilence(open.state).effects).toEqual([{ kind: 'scan', text: EAN }]);
  });

  it('leaves nothing in a field: the first characters are taken out again, the rest never arrive', () => {
    const { effects, swallowed } = type([...EAN.split(''), 'Enter'], { inField: true });
    expect(effects).toEqual([{ kind: 'restore_field' }, { kind: 'scan', text: EAN }]);
    expect(swallowed).toEqual([...EAN.slice(5).split(''), 'Enter']);
  });

  it('keeps capitals and signs, with Shift going down in between', () => {
    const { effects } = type(['Shift', 'A', 'B', 'C', 'Shift', '-', '1', '2', '3', 'Enter']);
    expect(scansOf(effects)).toEqual(['ABC-123']);
  });

  it('stays one scan through a single slow gap', () => {
    const at = [0, 5, 10, 15, 20, 25, 110, 115, 120];
    const { effects } = fold(
      [...'12345678'.split(''), 'Enter'].map((key, index) => ({
        key,
        at: at[index] ?? 0,
        repeat: false,
        command: false,
        inField: false,
      })),
    );
    expect(scansOf(effects)).toEqual(['12345678']);
  });

  it('keeps twenty scans a second apart and in order', () => {
    const codes = Array.from({ length: 40 }, (_, index) => `75010313${String(11300 + index)}`);
    const strokes = codes.flatMap((code, scan) =>
      [...code.split(''), 'Enter'].map((key, index) => ({
        key,
        at: scan * 50 + index * 3,
        repeat: false,
        command: false,
        inField: scan % 2 === 0,
      })),
    );
    expect(scansOf(fold(strokes).effects)).toEqual(codes);
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
    const scan = [...EAN.split(''), 'Enter'].map((key, index) => ({ key, at: 500 + index * 4 }));
    const { effects } = fold(
      [{ key: '3', at: 0 }, ...scan].map((stroke) => ({ ...stroke, repeat: false, command: false, inField: false })),
    );
    expect(effects).toEqual([
      { kind: 'typed', text: '3' },
      { kind: 'scan', text: EAN },
    ]);
  });

  it('does not take commands for characters', () => {
    const { effects, state } = fold(
      'zzzzzzzz'.split('').map((key, index) => ({ key, at: index * 5, repeat: false, command: true, inField: false })),
    );
    expect([...effects, ...foldSilence(state).effects]).toEqual([]);
  });
});

describe('how long nothing must come before what was typed is closed', () => {
  const after = (text: string, gap: number) => silenceAfter(type(text.split(''), { gap }).state, 0);

  it('is short after a whole code and after a person, who waits for an answer', () => {
    expect(after(EAN, 5)).toBe(120);
    expect(after('75010313', 5)).toBe(120);
    expect(after('3', 5)).toBe(120);
    expect(after('12', 60)).toBe(120);
  });

  it('is long in the middle of a burst, which a busy machine may have held up', () => {
    expect(after('750103131', 5)).toBe(500);
    expect(after('7501', 5)).toBe(500);
  });

  it('grows when keys are seen late, but never without end', () => {
    const { state } = type(EAN.split(''));
    expect(silenceAfter(state, 80)).toBe(280);
    expect(silenceAfter(state, 60_000)).toBe(620);
  });
});
