import type { SeededRandom } from './seeded-random.ts';

/**
 * All that can go wrong in a world, and how many times as often as usual at most: a till whose power goes every second
 * sells nothing, and shows nothing.
 */
const MOST_OFTEN = {
  // Mishaps of a disk.
  fails: 80,
  fails_after: 80,
  hangs: 80,
  slow: 4,
  late: 80,
  dies_before: 20,
  dies_after: 20,
  // Mishaps of the line.
  request_lost: 10,
  answer_lost: 10,
  doubled: 10,
  doubled_late: 20,
  too_late: 30,
  cut: 30,
  portal: 30,
  foreign_json: 30,
  stale_answer: 30,
  refused_by_proxy: 30,
  busy: 30,
  failing: 30,
  // Misfortunes of a till.
  power_cut: 20,
  line_down: 20,
  disk_full: 80,
  copy_lost: 80,
  row_damaged: 20,
  clock_wrong: 80,
  clock_adjusted: 80,
  second_window: 20,
  closed: 20,
  app_update: 20,
  sent_by_worker: 80,
  strange_event: 80,
  cloned: 80,
  image_taken: 80,
  image_put_back: 20,
  device_replaced: 20,
  // Misfortunes of the server.
  backed_up: 30,
  restored: 30,
  tokens_refused: 20,
};

export type Trouble = keyof typeof MOST_OFTEN;

/** How many times as often as usual it comes in a world; what is not named comes as usual. */
export type Often = Readonly<Partial<Record<Trouble, number>>>;

const TROUBLES = Object.keys(MOST_OFTEN) as readonly Trouble[];

/** Half of all worlds have one trouble or a few much more often than the others. */
export function drawTroubles(random: SeededRandom): Often {
  const often: Partial<Record<Trouble, number>> = {};
  for (let left = random.pick([0, 0, 0, 1, 2, 4]); left > 0; left -= 1) {
    const trouble = random.pick(TROUBLES);
    often[trouble] = Math.min(random.pick([4, 10, 30, 80]), MOST_OFTEN[trouble]);
  }
  return often;
}
