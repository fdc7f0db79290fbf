import type { KyselyPlugin } from 'kysely';
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
