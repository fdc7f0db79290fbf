import { describe, expect, it } from 'vitest';
import { judgeSurvival, type SurvivalFacts } from './survival.ts';

const ALL_WELL: SurvivalFacts = {
  storageKept: true,
  startsOffline: true,
  room: 'plenty',
  bothCopies: true,
  pricesCheckedAgoMs: 0,
  clockOffsetMs: 0,
  isInstalled: true,
};
const notGood = (change: Partial<SurvivalFacts>) =>
  judgeSurvival({ ...ALL_WELL, ...change }).filter(({ verdict }) => verdict !== 'good');

describe('whether a till survives an outage', () => {
  it('has nothing to say of a till where all is well', () => {
    expect(notGood({})).toEqual([]);
  });

  it.each([
    [{ storageKept: false }, 'kept'],
    [{ startsOffline: false }, 'offline'],
    [{ bothCopies: false }, 'copies'],
    [{ room: 'little' }, 'room'],
    [{ room: 'none' }, 'room'],
    [{ pricesCheckedAgoMs: 24 * 60 * 60_000 + 1 }, 'prices'],
    [{ clockOffsetMs: 120_001 }, 'clock'],
    [{ clockOffsetMs: -120_001 }, 'clock'],
  ] as const)('asks for a person when %o', (change, point) => {
    expect(notGood(change)).toEqual([{ point, verdict: 'look' }]);
  });

  it('bears a clock that is two minutes wrong, and prices a day old', () => {
    expect(notGood({ clockOffsetMs: 120_000, pricesCheckedAgoMs: 24 * 60 * 60_000 })).toEqual([]);
  });

  it('only notes what was never compared with the server, and a till that runs in a tab', () => {
    expect(notGood({ pricesCheckedAgoMs: null, clockOffsetMs: null, isInstalled: false })).toEqual([
      { point: 'prices', verdict: 'note' },
      { point: 'clock', verdict: 'note' },
      { point: 'installed', verdict: 'note' },
    ]);
  });
});
