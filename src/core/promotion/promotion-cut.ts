import type { Decimal } from '#core/money/money.ts';
import type { SaleLine } from '#core/sale/sale.ts';
import type { Promotion } from './promotion.ts';

/** A line as promotions look at it. One that comes to nothing or less (goods that come back) takes no part. */
export interface PromotableLine {
  line: SaleLine;
  /** Quantity × unit price, rounded to the money unit. */
  gross: Decimal;
  /** The least that promotions may leave of it: 0 without a minimum price, never above the gross. */
  floor: Decimal;
}

/** What one promotion takes off one line. */
export interface PromotionCut {
  promotion: Promotion;
  /** What the line was worth when this promotion looked at it. */
  from: Decimal;
  /** What the rule says for this line, before rounding, spreading and capping. */
  exact: Decimal;
  /** What it takes off: above zero, whole money units. */
  amount: Decimal;
  /** How many units of the line were rewarded, where the rule counts units. */
  units: string | null;
}
