/** Chance that can be had again: the same seed draws the same. `SEED` in the environment chooses it. */
export interface Seeded {
  seed: number;
  /** A number from `least` up to, not including, `most`. */
  between: (least: number, most: number) => number;
  /** True so often, 0 never to 1 always. */
  chance: (part: number) => boolean;
  oneOf: <T>(values: readonly T[]) => T;
}

export function seeded(seed = seedOfRun()): Seeded {
  let state = seed >>> 0;
  const next = () => {
    // Mulberry32: small, and good enough to choose moments by.
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    seed,
    between: (least, most) => least + next() * (most - least),
    chance: (part) => next() < part,
    oneOf: (values) => {
      const value = values[Math.floor(next() * values.length)];
      if (value === undefined) {
        throw new RangeError('there is nothing to choose from');
      }
      return value;
    },
  };
}

function seedOfRun(): number {
  const asked = process.env['SEED'];
  return asked === undefined || asked === '' ? Math.floor(Math.random() * 2 ** 32) : Number(asked);
}
