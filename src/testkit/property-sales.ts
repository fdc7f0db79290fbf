/**
 * Over how many drawn sales a promise about money is kept each time the tests run; others each time. PROPERTY_SALES=10000
 * is the size for a change to the pricing itself.
 */
export const PROPERTY_SALES = Number(process.env['PROPERTY_SALES'] ?? 2_500);
