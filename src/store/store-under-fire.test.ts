import fc from 'fast-check';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { type Misfortune, TillUnderFire } from '#testkit/till-under-fire.ts';

const SIMPLE = ['wait', 'room', 'wipe_database', 'wipe_file', 'fill_disk'] as const;

const misfortune: fc.Arbitrary<Misfortune> = fc.oneof(
  { weight: 10, arbitrary: fc.constant<Misfortune>({ do: 'sell' }) },
  { weight: 2, arbitrary: fc.constant<Misfortune>({ do: 'sell_again' }) },
  { weight: 3, arbitrary: fc.constant<Misfortune>({ do: 'mend' }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constantFrom(...SIMPLE) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('crash' as const), keep: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('confirm' as const), share: fc.nat(100) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('hurt_file' as const), callsLeft: fc.nat(6), tornBytes: fc.nat(2048) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('hurt_database' as const),
      writesLeft: fc.nat(3),
      failures: fc.nat(4),
      failure: fc.constantFrom('abort', 'commit_and_fail', 'die'),
      opensFail: fc.boolean(),
    }),
  },
);

beforeEach(() => {
  // Dexie tells the console of each fault that is made here on purpose.
  vi.spyOn(console, 'warn').mockReturnValue(undefined);
});

describe('whatever fails, and whenever the app dies', () => {
  test('each sale the cashier was told of is there once, in an unbroken chain, and counted in the drawer', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(misfortune, { minLength: 5, maxLength: 40 }), async (misfortunes) => {
        const till = new TillUnderFire();
        await till.open();
        for (const next of misfortunes) {
          await till.suffer(next);
        }
        expect(await till.brokenPromises()).toEqual([]);
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  const calls = Array.from({ length: 14 }, (_, at) => at);

  test.each(calls)('the file call no. %i of a day fails, then the app dies', async (callsLeft) => {
    const till = new TillUnderFire();
    await till.open();
    await till.suffer({ do: 'hurt_file', callsLeft, tornBytes: 700 });
    for (let sale = 0; sale < 5; sale += 1) {
      await till.suffer({ do: 'sell' });
    }
    await till.suffer({ do: 'crash', keep: 0x55_55_55_55 });
    expect(await till.brokenPromises()).toEqual([]);
    expect([till.told.size, till.refused]).toEqual([6, []]);
  });

  const failures = ['abort', 'commit_and_fail', 'die'] as const;

  test.each(calls.flatMap((writesLeft) => failures.map((failure) => ({ writesLeft, failure }))))(
    'database write no. $writesLeft ends in $failure, then the app dies',
    async ({ writesLeft, failure }) => {
      const till = new TillUnderFire();
      await till.open();
      await till.suffer({ do: 'hurt_database', writesLeft, failures: 3, failure, opensFail: false });
      for (let sale = 0; sale < 14; sale += 1) {
        await till.suffer({ do: 'sell' });
      }
      await till.suffer({ do: 'crash', keep: 0 });
      expect(await till.brokenPromises()).toEqual([]);
      expect([till.told.size, till.refused]).toEqual([15, []]);
    },
  );
});
