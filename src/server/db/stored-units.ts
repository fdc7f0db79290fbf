/** How figures are stored: as integers, the same on every database. */

/** Money × 10^4 as an integer: 12.50 is 125000. */
export type StoredMoney = number;
/** Quantity × 10^3 as an integer: 0.780 kg is 780. */
export type StoredQuantity = number;
/** A rate, or the money of a tax on every unit, × 10^6 as an integer: 7 % is 70000. */
export type StoredRate = number;
