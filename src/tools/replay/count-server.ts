import type { z } from 'zod';
import { Decimal } from '#core/money/money.ts';
import { success } from '#protocol/answer.ts';
import { ledgerOfTransaction, transactionList } from '#protocol/transaction.ts';

/** What the server holds of the sales a till has made. */
export interface ServerCount {
  sales: number;
  total: Decimal;
  /** Sales of the till that the server lacks. */
  lost: number;
  /** Sales the server holds more than once, by id or by number. */
  doubled: number;
  /** What all ledger lines of these sales come to: zero when every sale balances. */
  ledger: Decimal;
}

/** How to ask the server: its address and the device's token. */
export interface ServerAccess {
  url: string;
  token: string;
}

const LEDGERS_AT_ONCE = 8;

/** Asks the server, over its public API, for every sale of the register, and compares them with the till's ids. */
export async function countServer(
  access: ServerAccess,
  registerId: string,
  tillIds: ReadonlySet<string>,
): Promise<ServerCount> {
  const held = new Map<string, number>();
  const numbers = new Map<string, number>();
  let total = new Decimal(0);
  let ledger = new Decimal(0);
  for await (const page of salesOf(access, registerId)) {
    const ours = page.filter((sale) => tillIds.has(sale.transaction_id));
    for (const sale of ours) {
      held.set(sale.transaction_id, (held.get(sale.transaction_id) ?? 0) + 1);
      numbers.set(sale.transaction_number, (numbers.get(sale.transaction_number) ?? 0) + 1);
      // The published answer carries JSON numbers; their shortest spelling is the exact amount.
      total = total.plus(String(sale.total_amount));
    }
    ledger = ledger.plus(
      await ledgerBalance(
        access,
        ours.map((sale) => sale.transaction_id),
      ),
    );
  }
  const repeats = (counts: ReadonlyMap<string, number>) =>
    [...counts.values()].reduce((sum, count) => sum + count - 1, 0);
  return {
    sales: [...held.values()].reduce((sum, count) => sum + count, 0),
    total,
    lost: [...tillIds].filter((id) => !held.has(id)).length,
    doubled: Math.max(repeats(held), repeats(numbers)),
    ledger,
  };
}

type ListedSale = z.infer<typeof transactionList>['edges'][number]['node'];

async function* salesOf(access: ServerAccess, registerId: string): AsyncGenerator<ListedSale[]> {
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({
      register_id: registerId,
      limit: '100',
      ...(cursor === null ? {} : { cursor }),
    });
    const { data } = await ask(access, `/api/v1/pos/transactions?${query.toString()}`, success(transactionList));
    yield data.edges.map((edge) => edge.node);
    cursor = data.pageInfo.hasNextPage ? data.pageInfo.endCursor : null;
  } while (cursor !== null);
}

async function ledgerBalance(access: ServerAccess, ids: readonly string[]): Promise<Decimal> {
  let balance = new Decimal(0);
  for (let start = 0; start < ids.length; start += LEDGERS_AT_ONCE) {
    const answers = await Promise.all(
      ids
        .slice(start, start + LEDGERS_AT_ONCE)
        .map((id) => ask(access, `/api/v1/pos/transactions/${id}/ledger`, success(ledgerOfTransaction))),
    );
    for (const { data } of answers) {
      // A debt of one sale must not hide a surplus of another, so the distances from zero are added.
      balance = data.lines
        .reduce((sum, line) => sum.plus(line.amount), new Decimal(0))
        .abs()
        .plus(balance);
    }
  }
  return balance;
}

/** Sends a question with the device's token, and insists on a good answer of the right shape. */
export async function ask<Answer extends z.ZodType>(
  access: ServerAccess,
  path: string,
  shape: Answer,
): Promise<z.output<Answer>> {
  const response = await fetch(new URL(path, access.url), { headers: { authorization: `Bearer ${access.token}` } });
  if (!response.ok) {
    throw new Error(`The server answered ${String(response.status)} to ${path}: ${await response.text()}`);
  }
  return shape.parse(await response.json());
}
