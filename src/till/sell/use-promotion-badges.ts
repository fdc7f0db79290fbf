import { useEffect, useMemo, useState } from 'react';
import type { CatalogueIndex } from '#core/catalogue/catalogue-index.ts';
import { type PromotionBadges, promotionBadges, promotionsForEverybody } from '#core/promotion/promotion-badges.ts';
import type { Promotion } from '#core/promotion/promotion.ts';
import { useTill } from '../till-context.tsx';

const MINUTE_MS = 60_000;

/** The badges of this minute: a promotion whose hours begin or end shows so while the till stands open. */
export function usePromotionBadges(index: CatalogueIndex | null): PromotionBadges {
  const promotions = usePromotionsNow(index);
  return useMemo(() => promotionBadges(promotions), [promotions]);
}

/** The same list for as long as the same promotions hold, so that a new minute alone draws nothing. */
function usePromotionsNow(index: CatalogueIndex | null): readonly Promotion[] {
  const { ports } = useTill();
  const [now, setNow] = useState<readonly Promotion[]>(NONE);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      const instant = ports.now();
      const promotions = index === null ? NONE : inForce(index, instant);
      setNow((known) => (isSameList(known, promotions) ? known : promotions));
      timer = setTimeout(look, MINUTE_MS - (Date.parse(instant) % MINUTE_MS));
    };
    look();
    return () => {
      clearTimeout(timer);
    };
  }, [index, ports]);
  return now;
}

const NONE: readonly Promotion[] = [];

function inForce({ priceBook }: CatalogueIndex, instant: string): readonly Promotion[] {
  return promotionsForEverybody(priceBook.promotions, { instant, timeZone: priceBook.policy.time_zone });
}

function isSameList(one: readonly Promotion[], other: readonly Promotion[]): boolean {
  return one.length === other.length && one.every((promotion, place) => promotion === other[place]);
}
