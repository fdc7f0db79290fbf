import type { PromotionCut } from './promotion-cut.ts';

type Cuts = readonly PromotionCut[];

/** The known list when it says the same as the one just made, so that nothing is drawn or stored again for it. */
export function knownIfSame(known: Cuts | undefined, made: Cuts): Cuts {
  return known !== undefined && areSame(known, made) ? known : made;
}

function areSame(known: Cuts, made: Cuts): boolean {
  return (
    known === made || (known.length === made.length && known.every((cut, place) => isSame(cut, made[place] ?? null)))
  );
}

function isSame(known: PromotionCut, made: PromotionCut | null): boolean {
  return (
    known === made ||
    (made !== null &&
      known.promotion === made.promotion &&
      known.units === made.units &&
      known.from.equals(made.from) &&
      known.amount.equals(made.amount) &&
      known.exact.equals(made.exact))
  );
}
