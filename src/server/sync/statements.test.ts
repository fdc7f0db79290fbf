import { CompiledQuery, type KyselyPlugin } from 'kysely';
import { afterEach, describe, expect, test } from 'vitest';
import { openTestServer, TEST_DATABASES, type TestServer } from '#testkit/test-server.ts';
import { connectTill, type TestTill } from '#testkit/test-till.ts';

let server: TestServer;

afterEach(() => server.close());

/** Counts what is asked of the database from now on; begin and commit come on top. */
function countStatements(): { count: number } {
  const statements = { count: 0 };
  const counting: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    transformResult: ({ result }) => {
      statements.count += 1;
      return Promise.resolve(result);
    },
  };
  server.deps.database = { ...server.deps.database, db: server.deps.database.db.withPlugin(counting) };
  return statements;
}

/** Tables that have rows for every sale that was ever made. */
const GROWING =
  /\b(journal_events|journal_copies|transactions|transaction_\w+|ledger_\w+|stock_movements|attention|attention_steps)\b/;
/** Conditions that a whole register's history meets, and no others. */
const ALL_OF_A_REGISTER = /\((organisation_id=\?)?( AND )?(register_id=\?)?( AND )?(epoch=\?)?\)/;

/** Notes what is asked of the database from now on, in SQL; what is built by hand only writes. */
function noteStatements(): Set<string> {
  const texts = new Set<string>();
  const { db } = server.deps.database;
  const noting: KyselyPlugin = {
    transformQuery: ({ node, queryId }) => {
      texts.add(db.getExecutor().compileQuery(node, queryId).sql);
      return node;
    },
    transformResult: ({ result }) => Promise.resolve(result),
  };
  server.deps.database = { ...server.deps.database, db: db.withPlugin(noting) };
  return texts;
}

/** How SQLite goes about a statement, step by step. */
async function planOf(text: string): Promise<string[]> {
  const plan = await server.deps.database.db.executeQuery<{ detail: string }>(
    CompiledQuery.raw(`explain query plan ${text}`, []),
  );
  return plan.rows.map(({ detail }) => detail);
}

function sales(till: TestTill, count: number) {
  return Array.from({ length: count }, () => till.sell({ quantities: { 'demo-be-010': '1', 'demo-ag-010': '2' } }));
}

describe.each(TEST_DATABASES)('what a push asks of %s', (kind) => {
  test('is little for one sale, hardly more for many, and less when they are there already', async () => {
    server = await openTestServer(kind);
    const till = await connectTill(server);
    await till.push([till.openDrawer('50.00')]);
    const one = sales(till, 1);
    const many = sales(till, 60);
    const statements = countStatements();

    await till.push(one);
    expect(statements.count).toBe(20);

    statements.count = 0;
    await till.push(many);
    // Of the tables with more rows than go into one statement, a second one.
    expect(statements.count).toBeLessThan(30);

    statements.count = 0;
    const again = await till.push(many);
    expect(again.results.every(({ status }) => status === 'duplicate')).toBe(true);
    expect(statements.count).toBeLessThan(15);
  });
});

describe('what was sold before', () => {
  test('is not gone through for any push, nor for a look at where the server stands', async () => {
    server = await openTestServer('sqlite');
    const till = await connectTill(server);
    const texts = noteStatements();
    const first = [till.openDrawer('50.00'), ...sales(till, 3)];
    await till.push(first);
    await till.push([...first, ...sales(till, 1)]);
    await till.push([till.seal({ ...till.openDrawer('1.00'), id: first[0]?.id ?? '' })]);
    sales(till, 2);
    const after = sales(till, 3);
    await till.push(after.slice(0, 2), { lost_through: till.place.seq - 4 });
    await till.push(after.slice(2), { lost_through: till.place.seq - 4 });
    const { epoch, seq } = till.place;
    await server.request(
      `/api/v1/pos/sync/head?epoch=${String(epoch)}&seq=${String(seq - 1)}&hash=${first[1]?.hash ?? ''}`,
      {
        headers: till.headers,
      },
    );

    const statements = [...texts];
    const kinds = await server.deps.database.db.selectFrom('attention').select('kind').execute();
    expect(kinds.filter(({ kind }) => kind === 'numbers_lost')).toHaveLength(1);
    expect(kinds.filter(({ kind }) => kind === 'after_loss')).toHaveLength(3);
    const walks: string[] = [];
    for (const text of statements) {
      const steps = (await planOf(text)).filter((step) => GROWING.test(step));
      walks.push(
        ...steps
          .filter((step) => step.startsWith('SCAN') || ALL_OF_A_REGISTER.test(step))
          .map((step) => `${step}: ${text}`),
      );
    }
    expect(statements.length).toBeGreaterThan(15);
    expect(walks).toEqual([]);
  });
});
