import type { Kysely } from 'kysely';
import { z } from 'zod';
import { currencyDecimals } from '#core/money/money.ts';
import type { PricingOfTransaction } from '#protocol/transaction.ts';
import { moneyText } from '../db/scaled.ts';
import type { Schema } from '../db/schema.ts';
import { ApiProblem } from '../http/api-problem.ts';
import type { Language } from '../http/language.ts';

const storedPromotions = z.array(z.object({ promotion_id: z.string(), amount: z.string() }));

/** What promotions and cash rounding did to a transaction, names in the language given; refuses with 404. */
export async function readPricing(
  db: Kysely<Schema>,
  key: { organisationId: string; transactionId: string },
  language: Language,
): Promise<PricingOfTransaction> {
  const head = await db
    .selectFrom('transactions')
    .select(['currency', 'customer_tier', 'cash_rounding_amount'])
    .where('organisation_id', '=', key.organisationId)
    .where('transaction_id', '=', key.transactionId)
    .executeTakeFirst();
  if (head === undefined) {
    throw new ApiProblem('NOT_FOUND', { transaction_id: key.transactionId });
  }
  const promotions = await db
    .selectFrom('transaction_promotions')
    .selectAll()
    .where('organisation_id', '=', key.organisationId)
    .where('transaction_id', '=', key.transactionId)
    .orderBy('promotion_no')
    .execute();
  const items = await db
    .selectFrom('transaction_items')
    .select(['item_id', 'promotions'])
    .where('organisation_id', '=', key.organisationId)
    .where('transaction_id', '=', key.transactionId)
    .where('promotions', 'is not', null)
    .orderBy('line_no')
    .execute();
  const decimals = currencyDecimals(head.currency);
  return {
    customer_tier: head.customer_tier,
    promotions: promotions.map((row) => ({
      promotion_id: row.promotion_id,
      name: language === 'es' ? row.name_es : row.name_en,
      amount: moneyText(row.amount, decimals),
    })),
    items: items.map((item) => ({
      item_id: item.item_id,
      promotions: storedPromotions.parse(JSON.parse(item.promotions ?? '[]')),
    })),
    cash_rounding_amount: head.cash_rounding_amount === null ? null : moneyText(head.cash_rounding_amount, decimals),
  };
}
