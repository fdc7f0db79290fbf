import { createRoute, z } from '@hono/zod-openapi';
import { success } from '#protocol/answer.ts';
import {
  ledgerOfTransaction,
  pricingOfTransaction,
  transactionDetail,
  transactionList,
} from '#protocol/transaction.ts';
import { id } from '#protocol/values.ts';
import type { ServerDeps } from '../deps.ts';
import { languageOf } from '../http/language.ts';
import { answers, BY_MEMBER, createRouter, refusals } from '../http/router.ts';
import { readLedger } from '../ledger/read-ledger.ts';
import { requireMember } from '../session/office-session.ts';
import { listTransactions } from './list-transactions.ts';
import { readPricing } from './read-pricing.ts';
import { readTransaction } from './read-transaction.ts';
import { transactionQuery } from './transaction-filter.ts';

/** What the server holds of sales, for the office, for registers and for other systems. */
export function transactionRoutes(deps: ServerDeps) {
  const router = createRouter();
  const { db } = deps.database;
  const middleware = requireMember(deps);
  const request = { params: z.object({ id }) };

  const list = createRoute({
    method: 'get',
    path: '/api/v1/pos/transactions',
    summary: 'Transactions, newest first',
    security: BY_MEMBER,
    middleware,
    request: { query: transactionQuery },
    responses: { 200: answers('One page', success(transactionList)), ...refusals(400, 401) },
  });
  router.openapi(list, async (c) => {
    const data = await listTransactions(db, c.var.organisationId, c.req.valid('query'));
    return c.json({ status: 'success' as const, data }, 200);
  });

  const detail = createRoute({
    method: 'get',
    path: '/api/v1/pos/transactions/{id}',
    summary: 'One transaction with its items, payments and totals',
    security: BY_MEMBER,
    middleware,
    request,
    responses: { 200: answers('The transaction', success(transactionDetail)), ...refusals(401, 404) },
  });
  router.openapi(detail, async (c) => {
    const key = { organisationId: c.var.organisationId, transactionId: c.req.valid('param').id };
    const data = await readTransaction(db, key, languageOf(c));
    return c.json({ status: 'success' as const, data }, 200);
  });

  const pricing = createRoute({
    method: 'get',
    path: '/api/v1/pos/transactions/{id}/pricing',
    summary: 'What promotions and cash rounding did to a transaction',
    security: BY_MEMBER,
    middleware,
    request,
    responses: { 200: answers('Promotions and rounding', success(pricingOfTransaction)), ...refusals(401, 404) },
  });
  router.openapi(pricing, async (c) => {
    const key = { organisationId: c.var.organisationId, transactionId: c.req.valid('param').id };
    const data = await readPricing(db, key, languageOf(c));
    return c.json({ status: 'success' as const, data }, 200);
  });

  const ledger = createRoute({
    method: 'get',
    path: '/api/v1/pos/transactions/{id}/ledger',
    summary: 'What a transaction wrote into the ledger',
    security: BY_MEMBER,
    middleware,
    request,
    responses: { 200: answers('Lines and offsets', success(ledgerOfTransaction)), ...refusals(401, 404) },
  });
  router.openapi(ledger, async (c) => {
    const key = { organisationId: c.var.organisationId, transactionId: c.req.valid('param').id };
    return c.json({ status: 'success' as const, data: await readLedger(db, key) }, 200);
  });

  return router;
}
