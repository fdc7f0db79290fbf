import type { Amount } from '#core/money/money.ts';

/**
 * A promotion as data: when it holds, for whom, over which goods, and what it takes off. It crosses the wire and is
 * kept inside the sales it reduced, so that they can be priced again anywhere: the wire's spelling.
 */
export interface Promotion {
  promotion_id: string;
  /** What cashier and customer read on the line and on the receipt: "3 for 2". */
  name: { es: string; en: string };
  /** The higher one is applied first; of equals the one that stands first in the catalogue. */
  priority: number;
  /** When it takes something off, no other promotion does: the exclusive one of highest priority stands alone. */
  exclusive: boolean;
  /** False: it leaves out lines that were reduced before, and lines it has reduced are closed to those after it. */
  stackable: boolean;
  when: PromotionTimes;
  /** Only for customers of one of these tiers; empty for everybody. */
  customer_tiers: string[];
  /** All must hold; they look at what earlier promotions left. */
  conditions: PromotionCondition[];
  /** What it reduces; a bundle goes by the goods of its parts instead. */
  goods: Goods;
  action: PromotionAction;
  /** The most it takes off one sale; null for no limit. */
  max_amount: Amount | null;
}

/** In the local's own calendar and clock. Null and empty mean no limit. */
export interface PromotionTimes {
  /** First and last day, ISO dates, both included. */
  from: string | null;
  until: string | null;
  /** 1 = Monday … 7 = Sunday. */
  weekdays: number[];
  /**
   * From the first minute up to, not including, the second: "17:00" to "19:00". Over midnight when the second is
   * earlier: the hours after it belong to the day on which they began.
   */
  hours: { from: string; to: string } | null;
}

/** Goods that fit any of the three lists; with all three empty, everything. */
export interface Goods {
  variant_ids: string[];
  category_ids: string[];
  tags: string[];
}

/** Something the sale must hold: so many units, so many of one line, or so much money of certain goods. */
export type PromotionCondition =
  | { kind: 'quantity' | 'line_quantity'; goods: Goods; at_least: string }
  | { kind: 'total'; goods: Goods; at_least: Amount };

/** What is done to single units of the goods. Percentages are plain: "20" is 20 %. */
export type Reward =
  | { kind: 'percent_off'; percent: string }
  /** Never more than the unit costs. */
  | { kind: 'amount_off'; amount: Amount }
  | { kind: 'price'; price: Amount };

/** A step of a volume discount: from this total or this many units on. */
export type PromotionTier = { from: string; percent: string } | { from: string; amount: Amount };

export type PromotionAction =
  /** The reward on every unit of the goods, on at most `max_units` of each line (null: all). */
  | { kind: 'each_unit'; reward: Reward; max_units: number | null }
  /** An amount off every line of the goods, once a line. */
  | { kind: 'each_line'; amount: Amount }
  /** Off the goods together, spread over their lines by what they are worth. */
  | { kind: 'together'; reward: Reward }
  /** The highest tier that the goods' total or units reach; a percentage falls on each line, an amount on all together. */
  | { kind: 'tiers'; by: 'total' | 'quantity'; tiers: PromotionTier[] }
  /**
   * For every `buy` units of `bought`, the reward on `get` units of the promotion's goods: the cheapest ones. Whole
   * sets only; a unit is in one set of one promotion; at most `max_sets` sets (null: as many as there are).
   */
  | { kind: 'buy_get'; bought: Goods; buy: number; get: number; reward: Reward; max_sets: number | null }
  /** The reward on every unit in complete groups of so many, in the order of the lines. */
  | { kind: 'every'; group: number; reward: Reward }
  /** One of each part together for one price; the dearest units that fit, whole bundles only. */
  | { kind: 'bundle'; parts: { goods: Goods; quantity: number }[]; price: Amount };
