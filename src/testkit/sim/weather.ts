import type { DiskCall, Fate, Mishap } from './mishap.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { LineMishap } from './sim-line.ts';
import type { Fates } from './sim-shop.ts';
import type { Often, Trouble } from './trouble.ts';

/** What may befall one call, each with its chance. */
type Chances<Mishaps extends string> = readonly (readonly [Exclude<Mishaps, 'none'>, number])[];

/** How bad a world is; all of it is calm again at its end. */
export class Weather implements Fates {
  isCalm = true;
  readonly #random: SeededRandom;
  /** How long between two customers at one till, on average, in milliseconds. */
  readonly everyCustomerMs: number;
  /** Multiplies every chance of a mishap: some worlds are much worse than others. */
  readonly #disk: number;
  readonly #line: number;
  readonly #server: number;
  readonly #often: Often;

  constructor(random: SeededRandom, often: Often) {
    this.#random = random;
    this.#often = often;
    this.everyCustomerMs = random.pick([2_000, 5_000, 20_000]);
    this.#disk = random.pick([0, 0.3, 1, 4]);
    this.#line = random.pick([0.1, 0.5, 1, 2]);
    this.#server = random.pick([0, 0.5, 1, 3]);
  }

  /** The disk of a till. */
  readonly tillDisk: Fate = (call) => this.#draw(this.#disk, call === 'file_call' ? SLOW_DISK : TILL_DISK);

  /** The database of the server. A query that only reads may fail just as well. */
  readonly serverDisk: Fate = (call: DiskCall) => this.#draw(this.#server * (call === 'commit' ? 8 : 1), SERVER_DISK);

  readonly line = (): LineMishap => this.#draw(this.#line, LINE);

  #draw<Kind extends Trouble>(intensity: number, chances: readonly (readonly [Kind, number])[]): Kind | 'none' {
    if (this.isCalm || intensity === 0) {
      return 'none';
    }
    const drawn = this.#random.next() / intensity;
    let sum = 0;
    for (const [mishap, chance] of chances) {
      sum += chance * (this.#often[mishap] ?? 1);
      if (drawn < sum) {
        return mishap;
      }
    }
    return 'none';
  }
}

/** Slow disks are no accident: what happens while something is being written is half of what can happen. */
const SLOW_DISK: Chances<Mishap> = [
  ['slow', 0.03],
  ['late', 0.001],
];

/** Per call; a sale makes some twenty. */
const TILL_DISK: Chances<Mishap> = [
  ['dies_before', 0.0004],
  ['dies_after', 0.0004],
  ['fails', 0.0004],
  ['fails_after', 0.0003],
  ['hangs', 0.0001],
  ...SLOW_DISK,
];

/** Per statement; a push makes some fifteen. */
const SERVER_DISK: Chances<Mishap> = [
  ['dies_before', 0.0006],
  ['dies_after', 0.0006],
  ['fails', 0.0006],
  ['fails_after', 0.0003],
];

/** Per request. */
const LINE: Chances<LineMishap> = [
  ['request_lost', 0.06],
  ['answer_lost', 0.06],
  ['doubled', 0.04],
  ['doubled_late', 0.02],
  ['too_late', 0.01],
  ['cut', 0.01],
  ['portal', 0.01],
  ['foreign_json', 0.01],
  ['stale_answer', 0.01],
  ['refused_by_proxy', 0.01],
  ['busy', 0.01],
  ['failing', 0.01],
];
