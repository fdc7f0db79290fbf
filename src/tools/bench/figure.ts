import { measure, type Timing } from './measure.ts';

/** One row of the report; `against` names the row of the same run that the ratio is taken to. */
export interface Figure {
  name: string;
  against: string;
  timing: Timing;
}

/** Times some work as a row of the report, by a clock in milliseconds. */
export function figure(
  row: { name: string; against: string },
  timed: { work: () => void; runs: number },
  clock: () => number,
): Figure {
  return { ...row, timing: measure(timed.work, timed.runs, clock) };
}
