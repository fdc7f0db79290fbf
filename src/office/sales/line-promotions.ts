import type { PricingOfTransaction } from '#protocol/transaction.ts';

/** What one promotion took off one line, by the name people know it by. */
export interface LinePromotion {
  promotionId: string;
  name: string;
  /** Decimal, above zero. */
  amount: string;
}

/** What promotions took off each line, by item; a promotion without a name is called by its id. */
export function linePromotions({ promotions, items }: PricingOfTransaction): Map<string, LinePromotion[]> {
  const names = new Map(promotions.map((each) => [each.promotion_id, each.name]));
  return new Map(
    items.map((item) => [
      item.item_id,
      item.promotions.map(({ promotion_id: id, amount }) => ({
        promotionId: id,
        name: names.get(id) ?? id,
        amount,
      })),
    ]),
  );
}
