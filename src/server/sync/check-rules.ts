import { canonicalJson } from '#core/journal/canonical-json.ts';
import type { TransactionDocument, TransactionItem } from '#core/sale/transaction.ts';
import { storedMoney } from '../db/scaled.ts';
import { taxColumns } from '../db/tax-columns.ts';
import type { Batch } from './batch.ts';

/**
 * Names what a sale was priced and paid by that is not what holds here: "cash_rounding", "items.2.taxes" … A sale
 * brings its own rules along and agrees with itself whatever they are; only held against the local's own they show
 * that a till rounds by what nobody decided, or has left a tax or a floor out.
 */
export function rulesBeside(sale: TransactionDocument, batch: Batch): string[] {
  const { policy } = batch;
  const tier = sale.customer_id === null ? null : (batch.customers.get(sale.customer_id) ?? null);
  return [
    ...named('tax_rounding', sale.tax_rounding !== policy.tax_rounding),
    ...named('discount_basis', sale.discount_basis !== policy.discount_basis),
    ...named('cash_rounding', sale.cash_rounding !== undefined && !isSame(sale.cash_rounding, policy.cash_rounding)),
    ...named('customer_tier', sale.customer_tier !== undefined && sale.customer_tier !== tier),
    ...sale.items.flatMap((item, index) => traitsBeside(item, batch).map((trait) => `items.${String(index)}.${trait}`)),
  ];
}

/** What an item says of its goods otherwise than the catalogue. A floor matters where something came off it. */
function traitsBeside(item: TransactionItem, batch: Batch): string[] {
  const product = item.variant_id === null ? undefined : batch.products.get(item.variant_id);
  if (product === undefined) {
    return [];
  }
  const taxes = product.taxIds.map((id) => batch.taxes.get(id) ?? null);
  const floor = item.minimum_price === undefined ? null : storedMoney(item.minimum_price);
  const hasPromotions = item.promotions !== undefined && item.promotions.length > 0;
  return [
    ...named('taxes', !isSame(item.taxes.map(taxColumns), taxes)),
    ...named('minimum_price', floor !== product.minimumPrice && storedMoney(item.discount_amount) > 0),
    ...named('category_id', hasPromotions && item.category_id !== product.categoryId),
    ...named('tags', hasPromotions && !isSame(item.tags ?? [], product.tags)),
  ];
}

function named(name: string, is: boolean): string[] {
  return is ? [name] : [];
}

function isSame(one: unknown, other: unknown): boolean {
  return canonicalJson(one) === canonicalJson(other ?? null);
}
