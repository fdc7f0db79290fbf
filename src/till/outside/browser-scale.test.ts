import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SCALE_DIALECTS } from '#devices/scale/scale-dialect.ts';
import { readSetup, writeSetup } from './browser-scale.ts';

describe('how the scale is spoken to', () => {
  it('comes back from the settings as it went in', () => {
    const setup = fc.record({
      dialect: fc.constantFrom(...SCALE_DIALECTS),
      baudRate: fc.integer({ min: 300, max: 115_200 }),
    });
    fc.assert(
      fc.property(setup, (each) => {
        expect(readSetup(writeSetup(each))).toEqual(each);
      }),
    );
  });

  it('is not known where the settings hold nonsense', () => {
    expect([null, '', 'lines', 'nobody 9600', 'lines x'].map(readSetup)).toEqual([null, null, null, null, null]);
  });
});
