import type { WorldPlan } from '#testkit/sim/run-world.ts';
import type { SimOptions } from './plan-worlds.ts';
import type { WorldMessage } from './run-worlds.ts';

/** Broken promises that are told in full; the rest are counted. */
const MOST_TOLD = 10;

/** What all worlds of a run came to. */
export class SimTotals {
  sales = 0;
  crashes = 0;
  dropped = 0;
  restores = 0;
  clones = 0;
  lost = 0;
  doubled = 0;
  gaps = 0;
  unbalanced = 0;
  other = 0;

  get isWhole(): boolean {
    return this.lost + this.doubled + this.gaps + this.unbalanced + this.other === 0;
  }

  add(message: WorldMessage): void {
    if ('failed' in message) {
      this.other += 1;
      return;
    }
    const { report } = message;
    this.sales += report.sales;
    this.crashes += report.crashes;
    this.dropped += report.dropped;
    this.restores += report.restores;
    this.clones += report.clones;
    this.lost += report.broken.lost.length;
    this.doubled += report.broken.doubled.length;
    this.gaps += report.broken.gaps.length;
    this.unbalanced += report.broken.unbalanced.length;
    this.other += report.broken.other.length;
  }
}

/** Which seed broke what, and how to see it again; nothing when all is well. */
export function describeBroken(plan: WorldPlan, message: WorldMessage): string[] {
  const again = `npm run test:sim -- --sales ${String(plan.sales)} --seed ${String(plan.seed)} --tills ${String(plan.tills)}`;
  if ('failed' in message) {
    return [`seed ${String(plan.seed)} ended badly: ${message.failed}`, `  again: ${again}`];
  }
  const { lost, doubled, gaps, unbalanced, other } = message.report.broken;
  const all = [
    ...lost.map((text) => `lost: ${text}`),
    ...doubled.map((text) => `doubled: ${text}`),
    ...gaps.map((text) => `gap: ${text}`),
    ...unbalanced.map((text) => `unbalanced: ${text}`),
    ...other,
  ];
  const rest = all.length > MOST_TOLD ? [`  and ${String(all.length - MOST_TOLD)} more`] : [];
  return all.length === 0
    ? []
    : [
        `seed ${String(plan.seed)} broke:`,
        ...all.slice(0, MOST_TOLD).map((text) => `  ${text}`),
        ...rest,
        `  again: ${again}`,
      ];
}

/** How far a run is; worlds end in another order than they begin in. */
export class SimProgress {
  readonly #plans: readonly WorldPlan[];
  readonly #skipped: number;
  readonly #ended = new Set<WorldPlan>();

  /** `skipped` worlds of the run come before these. */
  constructor(plans: readonly WorldPlan[], skipped: number) {
    this.#plans = plans;
    this.#skipped = skipped;
  }

  /** One more world has ended: how many have, and from where a run that is ended now would go on without a hole. */
  line(plan: WorldPlan, { sales, crashes, isWhole }: SimTotals): string {
    this.#ended.add(plan);
    const hole = this.#plans.findIndex((each) => !this.#ended.has(each));
    const goOn = hole < 0 ? '' : `, to go on: --skip ${String(this.#skipped + hole)}`;
    const broken = isWhole ? 'nothing broken' : 'broken, see above';
    return (
      `${String(this.#ended.size)} of ${String(this.#plans.length)} worlds (seed ${String(plan.seed)}): ` +
      `${String(sales)} sales, ${String(crashes)} crashes, ${broken}${goOn}`
    );
  }
}

export function lastLine({ seed, seeds, tills }: SimOptions, totals: SimTotals): string {
  const { sales, crashes, dropped, lost, doubled, gaps, unbalanced, other } = totals;
  const seedText = seeds === 1 ? `seed ${String(seed)}` : `seeds ${String(seed)} to ${String(seed + seeds - 1)}`;
  const rest = other === 0 ? '' : `, otherwise broken ${String(other)}`;
  return (
    `sim: ${String(sales)} sales, ${String(tills)} tills, ${String(crashes)} crashes, ${String(dropped)} dropped; ` +
    `lost ${String(lost)}, doubled ${String(doubled)}, gaps ${String(gaps)}, unbalanced ${String(unbalanced)}${rest}, ${seedText}`
  );
}
