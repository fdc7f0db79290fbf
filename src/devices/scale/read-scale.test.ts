import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOTHING_HEARD, readScale } from './read-scale.ts';
import { SCALE_DIALECTS, type ScaleDialect } from './scale-dialect.ts';
import { kgToSell, type ScaleReading } from './scale-reading.ts';

const STX = '\x02';

/** What a till makes of these bytes, cut at these places on their way. */
function heard(dialect: ScaleDialect, text: string, cuts: readonly number[] = []) {
  const places = [0, ...cuts.map((cut) => cut % (text.length + 1)).sort((a, b) => a - b), text.length];
  let ear = NOTHING_HEARD;
  const readings: ScaleReading[] = [];
  let ready = false;
  for (const [index, place] of places.entries()) {
    const piece = text.slice(places[index - 1] ?? 0, place);
    const after = readScale(
      ear,
      dialect,
      Uint8Array.from(piece.split(''), (char) => char.charCodeAt(0)),
    );
    ear = after.ear;
    readings.push(...after.readings);
    ready ||= after.ready;
  }
  return { readings, ready, ear };
}

const weight = (kg: string, stable = true, net = false) => ({ kind: 'weight', kg, stable, net });
const fault = (why: string) => ({ kind: 'fault', fault: why });

/** A frame of the two-step dialect, with its check character. */
function frameOf(body: string): string {
  const check = body.split('').reduce((sum, char) => sum ^ char.charCodeAt(0), 0);
  return `\x01${STX}${body}${String.fromCharCode(check)}\x03\x04`;
}

describe('a scale that sends lines', () => {
  const one = (line: string) => heard('lines', `${line}\r\n`).readings;

  it.each([
    ['ST,GS,+  0.780kg', weight('0.780')],
    ['ST,NT,+  1.250kg', weight('1.250', true, true)],
    ['US,GS,+  0.781kg', weight('0.781', false)],
    ['ST,+00012.5  g', weight('0.013')],
    ['ST, GS,   780 g', weight('0.780')],
    ['   0,780 kg', weight('0.780', false)],
    ['0.780 kg ?', weight('0.780', false)],
    ['ST  0.780 kg NET', weight('0.780', true, true)],
    ['0.780 kg 2', fault('unreadable')],
    ['ST,GS,-  0.000kg', weight('0.000')],
    ['ST,GS,-  0.020kg', fault('below_zero')],
    ['OL,GS,+       kg', fault('overload')],
    ['ST,GS,+  1.720lb', fault('unit')],
    ['ST,GS,+  1.720', fault('unit')],
    ['Err 4', fault('unreadable')],
  ])('%s', (line, reading) => {
    expect(one(line)).toEqual([reading]);
  });

  it('says nothing with an empty line or with its tare', () => {
    expect(heard('lines', '\r\n\r\nST,TR,+  0.020kg\r\n').readings).toEqual([]);
  });

  it('lies still without a word for it when it has said the same three times', () => {
    const lines = ['0.780', '0.781', '0.781', '0.781', '0.780'].map((kg) => `+ ${kg} kg\r\n`).join('');
    expect(heard('lines', lines).readings.map(kgToSell)).toEqual([null, null, null, '0.781', null]);
  });
});

describe('a scale that answers W', () => {
  it.each([
    ['00.780', weight('0.780')],
    ['01.250N', weight('1.250', true, true)],
    ['00.780KG', weight('0.780')],
    ['001.72', fault('unit')],
    ['01.72LB', fault('unit')],
    ['?A', { kind: 'moving' }],
    ['?B', fault('overload')],
    ['?D', fault('below_zero')],
    ['?P', weight('0.000')],
    ['garbage', fault('unreadable')],
  ])('%s', (body, reading) => {
    expect(heard('toledo_8217', `${STX}${body}\r`).readings).toEqual([reading]);
  });

  it('is understood with its parity bit in the eighth place', () => {
    const parity = `${STX}00.780\r`.replace(/./gs, (char) => String.fromCharCode(char.charCodeAt(0) | 0x80));
    expect(heard('toledo_8217', parity).readings).toEqual([weight('0.780')]);
  });
});

describe('a balance that answers SI', () => {
  it.each([
    ['S S     0.780 kg', weight('0.780')],
    ['S D   780.41 g', weight('0.780', false)],
    ['S S    -0.020 kg', fault('below_zero')],
    ['S I', { kind: 'moving' }],
    ['S +', fault('overload')],
    ['S -', fault('below_zero')],
    ['ES', fault('unreadable')],
  ])('%s', (line, reading) => {
    expect(heard('mt_sics', `${line}\r\n`).readings).toEqual([reading]);
  });
});

describe('a scale that is asked in two steps', () => {
  it('is ready, then says its weight', () => {
    expect(heard('enq_dc1', '\x06')).toMatchObject({ ready: true, readings: [] });
    expect(heard('enq_dc1', frameOf('S 00.780kg')).readings).toEqual([weight('0.780')]);
    expect(heard('enq_dc1', frameOf('U 12.345kg')).readings).toEqual([weight('12.345', false)]);
    expect(heard('enq_dc1', frameOf('S-00.020kg')).readings).toEqual([fault('below_zero')]);
    expect(heard('enq_dc1', frameOf('SF99.999kg')).readings).toEqual([fault('overload')]);
    expect(heard('enq_dc1', frameOf('S 01.720lb')).readings).toEqual([fault('unit')]);
  });

  it('is not believed when a bit was turned round on the way', () => {
    const frame = frameOf('S 00.780kg');
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 11 }), fc.integer({ min: 0, max: 6 }), (place, bit) => {
        const turned = String.fromCharCode(frame.charCodeAt(place) ^ (1 << bit));
        const { readings } = heard('enq_dc1', frame.slice(0, place) + turned + frame.slice(place + 1));
        expect(readings.filter((reading) => reading.kind === 'weight')).toEqual([]);
      }),
    );
  });
});

const grams = fc.integer({ min: 0, max: 99_999 });
const kilograms = (each: number) => `${String(Math.trunc(each / 1000))}.${String(each % 1000).padStart(3, '0')}`;
const padded = (each: number) => kilograms(each).padStart(6, '0');
const WRITTEN: Readonly<Record<ScaleDialect, (grams: number) => string>> = {
  lines: (each) => `ST,GS,+${kilograms(each).padStart(8)}kg\r\n`,
  toledo_8217: (each) => `${STX}${padded(each)}\r`,
  mt_sics: (each) => `S S ${kilograms(each).padStart(10)} kg\r\n`,
  enq_dc1: (each) => frameOf(`S ${padded(each)}kg`),
};

describe.each(SCALE_DIALECTS)('whatever a scale of the dialect %s says', (dialect) => {
  it('every weight arrives to the gram, however its bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(grams, { maxLength: 6 }), fc.array(fc.nat(), { maxLength: 8 }), (weights, cuts) => {
        const { readings } = heard(dialect, weights.map(WRITTEN[dialect]).join(''), cuts);
        expect(readings).toEqual(weights.map((each) => weight(kilograms(each))));
      }),
    );
  });

  it('noise is forgotten, and does not hide the weight after it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), grams, (noise, each) => {
        const text = String.fromCharCode(...noise);
        const { ear } = heard(dialect, text);
        expect(ear.unread.length).toBeLessThanOrEqual(128);
        const after = heard(dialect, `${text}${'\r'.repeat(13)}\x03${WRITTEN[dialect](each)}`).readings.at(-1);
        expect(after).toEqual(weight(kilograms(each)));
      }),
    );
  });
});
