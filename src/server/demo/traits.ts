/** What some goods of the demo shop have beyond price and tax, by SKU. */
export interface Traits {
  minimum_price?: string;
  tags?: string[];
}

/** Words by which promotions choose goods, and the goods they stand on. */
const TAGS: Readonly<Record<string, readonly string[]>> = {
  'pan-del-día': ['PA-050', 'PA-070', 'PD-010', 'PD-020'],
  chocolate: ['GO-010', 'GO-020', 'GO-030'],
  agua: ['AG-010', 'AG-020', 'AG-030'],
  helado: ['CO-010', 'CO-020'],
  'sin-lactosa': ['LA-030', 'BE-180', 'BE-190', 'CO-030'],
};

/** USD before tax. Tobacco is never sold below its price; the oil may be discounted, but not below what it cost. */
const FLOORS: Readonly<Record<string, string>> = {
  'TA-010': '5.25',
  'TA-020': '5.25',
  'TA-030': '5.40',
  'TA-040': '6.80',
  'AB-010': '7.90',
};

/** Absent when there is nothing to say, as in every catalogue. */
export function traitsOf(sku: string): Traits {
  const floor = FLOORS[sku];
  const tags = Object.keys(TAGS).filter((tag) => TAGS[tag]?.includes(sku));
  return { ...(floor !== undefined && { minimum_price: floor }), ...(tags.length > 0 && { tags }) };
}
