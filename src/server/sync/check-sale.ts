import { currencyDecimals } from '#core/money/money.ts';
import { differencesOf, discountBeyond } from '#core/sale/reprice.ts';
import type { TransactionDocument, TransactionItem } from '#core/sale/transaction.ts';
import { definitionHash } from '../catalogue/published-promotions.ts';
import { moneyText, quantityText, storedMoney } from '../db/scaled.ts';
import type { Batch } from './batch.ts';
import { rulesBeside } from './check-rules.ts';
import { stockDeltas } from './stock-deltas.ts';

/** Something about a sale that a person should look at. The sale stands as it was made all the same. */
export interface Finding {
  kind: string;
  details: Record<string, unknown>;
}

/** Rows named in one finding; a hundred lines with one fault are one thing to look at. */
const MOST_NAMED = 20;

/**
 * Lines times promotions of a sale that is still priced again. No honest sale comes near it; one that is made up to
 * keep the server busy is filed and said instead.
 */
const MOST_COMPARED = 10_000;

/** Compares a sale with what the server knows. Nothing found here ever refuses or changes the sale. */
export function checkSale(sale: TransactionDocument, batch: Batch): Finding[] {
  const decimals = currencyDecimals(sale.currency);
  const comparisons = sale.items.length * (sale.promotions?.length ?? 0);
  const differences = comparisons > MOST_COMPARED ? [] : differencesOf(sale, batch.policy);
  const role = batch.staff.get(sale.cashier_id) ?? null;
  const beyond =
    role === null || comparisons > MOST_COMPARED ? null : discountBeyond(sale, { policy: batch.policy, role });
  const unknown = sale.items.filter((item) => item.variant_id !== null && !batch.products.has(item.variant_id));
  const priced = sale.items.filter((item) => bookPrice(item, batch) !== storedMoney(item.unit_price));
  const { unknown: strange, changed } = promotionsBeside(sale, batch);
  const rules = rulesBeside(sale, batch);
  const first = batch.numbers.get(sale.transaction_number);
  const oversold = oversoldBy(sale, batch);
  return [
    ...found(comparisons > MOST_COMPARED, 'not_compared', {
      lines: sale.items.length,
      promotions: sale.promotions?.length ?? 0,
    }),
    ...found(differences.length > 0, 'price_differs', { figures: differences.slice(0, MOST_NAMED) }),
    ...found(unknown.length > 0, 'unknown_product', { variant_ids: names(unknown, (item) => item.variant_id) }),
    ...found(priced.length > 0, 'price_book_differs', {
      lines: names(priced, (item) => ({
        variant_id: item.variant_id,
        sold_at: item.unit_price,
        price_book: moneyText(bookPrice(item, batch), decimals),
      })),
    }),
    ...found(rules.length > 0, 'rules_differ', { rules: rules.slice(0, MOST_NAMED) }),
    ...found(strange.length > 0, 'unknown_promotion', { promotions: strange }),
    ...found(changed.length > 0, 'promotion_differs', { promotions: changed }),
    ...found(beyond !== null, 'discount_over_limit', { staff_id: sale.cashier_id, ...beyond?.details }),
    ...found(role === null, 'unknown_staff', { staff_id: sale.cashier_id }),
    ...found(sale.customer_id !== null && !batch.customers.has(sale.customer_id), 'unknown_customer', {
      customer_id: sale.customer_id,
    }),
    ...found(first !== undefined, 'number_repeats', {
      transaction_number: sale.transaction_number,
      first_transaction_id: first,
    }),
    ...found(oversold.length > 0, 'oversold', { products: oversold.slice(0, MOST_NAMED) }),
    ...found(sale.local_id !== batch.device.localId, 'local_differs', { local_id: sale.local_id }),
    ...found(sale.currency !== batch.policy.currency, 'currency_differs', { currency: sale.currency }),
  ];
}

/**
 * The promotions of a sale that no till of this local was ever given, and those that say something else than any that
 * was given under their id.
 */
function promotionsBeside(sale: TransactionDocument, batch: Batch) {
  const beside = (sale.promotions ?? [])
    .filter(({ promotion }) => batch.promotions.get(promotion.promotion_id)?.has(definitionHash(promotion)) !== true)
    .map(({ promotion: { promotion_id, name }, amount }) => ({ promotion_id, name: name.es, took_off: amount }));
  const isKnown = ({ promotion_id: id }: { promotion_id: string }) => batch.promotions.has(id);
  return {
    unknown: beside.filter((each) => !isKnown(each)).slice(0, MOST_NAMED),
    changed: beside.filter(isKnown).slice(0, MOST_NAMED),
  };
}

/** The price book's price (× 10^4); the line's own where the book has none, which is another finding. */
function bookPrice(item: TransactionItem, batch: Batch): number {
  const product = item.variant_id === null ? undefined : batch.products.get(item.variant_id);
  return product?.unitPrice ?? storedMoney(item.unit_price);
}

function oversoldBy(sale: TransactionDocument, batch: Batch): { variant_id: string; on_hand: string }[] {
  return [...stockDeltas(sale)].flatMap(([variant, delta]) => {
    const left = (batch.stock.get(variant) ?? 0) + delta;
    const counted = batch.products.get(variant)?.counted ?? false;
    return counted && left < 0 ? [{ variant_id: variant, on_hand: quantityText(left) }] : [];
  });
}

function found(is: boolean, kind: string, details: Record<string, unknown>): Finding[] {
  return is ? [{ kind, details }] : [];
}

function names<Name>(items: readonly TransactionItem[], name: (item: TransactionItem) => Name): Name[] {
  return items.slice(0, MOST_NAMED).map(name);
}
