import type { Broken } from './check-world.ts';

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
  /** Worlds in which it shows, tried in this order until it does. */
  seeds: readonly number[];
  /** How long each of those worlds is, where fewer sales than BUG_SALES show it as well. */
  sales?: number;
}

export const BUG_SALES = 300;

/** Worlds change with the code that lives in them: where the first ones no longer show a bug, one of these does. */
export const ANY_WORLD: readonly number[] = Array.from({ length: 60 }, (_, at) => at + 1);

/** A till that fills up whatever the server forgets makes good for much: what it masks is seen only without it. */
export const NO_HEALING: readonly Patch[] = [
  {
    file: 'sync/heal.ts',
    find: 'if (again !== null && !(await standsBesideLoss(ports.outbox, head))) {',
    replace: 'if (false) {',
  },
  {
    file: 'sync/drain.ts',
    find: 'if (isHere && !isAllSent && run.rewinds <= MOST_REWINDS) {',
    replace: 'if (false) {',
  },
];
