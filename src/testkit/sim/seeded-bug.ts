import type { Often } from './trouble.ts';
import type { Broken } from './check-world.ts';
import type { WorldPlan } from './run-world.ts';

/** One place of the production code that is spoilt: `find` must stand in the file exactly once. */
export interface Patch {
  /** Below src/. */
  file: string;
  find: string;
  replace: string;
}

/** A guard that is taken away. Where another guard masks it, that one is taken away with it. */
export interface SeededBug {
  /** What the product does wrong then. */
  name: string;
  patches: readonly Patch[];
  /** The promise that it breaks; it may break others too. */
  breaks: keyof Broken;
  /** The trouble in which it shows, where that is rare. */
  often?: Often;
  /** A short world in which it showed, tried first: a change of the product may move it to another. */
  seen?: Pick<WorldPlan, 'seed' | 'sales'>;
}

/** A till that fills up whatever the server forgets makes good for much: what it masks is seen only without it. */
export const NO_HEALING: readonly Patch[] = [
  {
    file: 'sync/heal.ts',
    find: 'if (lacked !== null && !(await standsBesideLoss(ports.outbox, head))) {',
    replace: 'if (false) {',
  },
  {
    file: 'sync/drain.ts',
    find: 'if (isHere && !isAllSent && run.rewinds <= MOST_REWINDS) {',
    replace: 'if (false) {',
  },
];

/** A till that gives up what a server waits for in vain makes good for a server that waits for the wrong thing. */
export const NOTHING_DECLARED_LOST: Patch = {
  file: 'sync/drain.ts',
  find: 'if (isGone && !run.lost.has(epoch) && (await isLost(run, epoch, expected))) {',
  replace: 'if (false) {',
};
