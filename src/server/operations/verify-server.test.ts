import { type RawBuilder, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GENESIS_HASH } from '#core/journal/journal-event.ts';
import { oddDay } from '#testkit/odd-day.ts';
import { card, cash } from '#testkit/sale-builders.ts';
import { openTestServer, TEST_DATABASES, type TestServer } from '#testkit/test-server.ts';
import { connectTill } from '#testkit/test-till.ts';
import { verifyServer } from './verify-server.ts';

const COLA = 'demo-be-010';
const WATER = 'demo-ag-010';
const GARLIC = 'demo-plu-1209';

describe.each(TEST_DATABASES)('walking through everything that is stored, on %s', (kind) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await openTestServer(kind);
  }, 120_000);
  afterAll(() => server.close());

  const verify = () => verifyServer(server.deps.database.db);
  /** What is found after a change that is undone again. */
  const foundAfter = async (statement: RawBuilder<unknown>) => {
    const undone = new Error('undone on purpose');
    const found: string[] = [];
    const all = server.deps.database.db.transaction().execute(async (trx) => {
      await statement.execute(trx);
      const { findings } = await verifyServer(trx);
      found.push(...findings.map(({ kind: which, text }) => `${which}: ${text}`));
      throw undone;
    });
    await expect(all).rejects.toBe(undone);
    return found;
  };

  test('a server that has sold nothing is in order', async () => {
    expect(await verify()).toEqual({ registers: 3, events: 0, sales: 0, findings: [] });
  });

  test('a day with everything that may happen is in order', async () => {
    const [left, right] = [await connectTill(server), await connectTill(server)];
    await left.push(oddDay(left));
    await right.push(oddDay(right));
    right.place = { epoch: 2, seq: 1, prevHash: GENESIS_HASH };
    await right.push([right.sell({ quantities: { [COLA]: '1' } })]);
    expect(await verify()).toEqual({ registers: 3, events: 15, sales: 9, findings: [] });
  });

  test('more events than are read at once', async () => {
    const till = await connectTill(server);
    for (let batch = 0; batch < 3; batch += 1) {
      await till.push(Array.from({ length: 250 }, () => till.sell({ quantities: { [WATER]: '1' } })));
    }
    expect(await verify()).toMatchObject({ events: 765, sales: 759, findings: [] });
    const changed = sql`update journal_events set raw = replace(raw, '0.62', '0.63') where seq = 501`;
    expect(await foundAfter(changed)).toEqual([expect.stringMatching(/^broken_chain: epoch 1, seq 501 .*hash/)]);
  });

  describe('finds what somebody changed behind its back', () => {
    let saleId: string;
    let registerId: string;
    beforeAll(async () => {
      const till = await connectTill(server);
      registerId = till.registration.register.register_id;
      const events = [
        till.openDrawer('50.00'),
        till.sell({ quantities: { [COLA]: '2', [GARLIC]: '0.785' }, sale: { tenders: [card('2.00'), cash('20.00')] } }),
        till.sell({ quantities: { [WATER]: '1' }, sale: { cashierId: 'stranger' } }),
      ];
      await till.push(events);
      saleId = events[1]?.type === 'sale.completed' ? events[1].body.transaction_id : '';
    });

    test.each<[string, () => RawBuilder<unknown>, RegExp[]]>([
      [
        'an event gone',
        () => sql`delete from journal_events where seq = 2 and register_id = ${registerId}`,
        [/^gap: 1 missing/, /^unposted: sale/],
      ],
      [
        'an event with another content',
        () =>
          sql`update journal_events set raw = replace(raw, '"opening_float":"50.00"', '"opening_float":"20.00"') where register_id = ${registerId}`,
        [/^broken_chain: .*seq 1 /],
      ],
      [
        'an event under another id',
        () => sql`update journal_events set event_id = 'other' where seq = 1 and register_id = ${registerId}`,
        [/^broken_chain/, /^unposted/],
      ],
      [
        'a chain cut short',
        () => sql`update chain_heads set seq = 2 where register_id = ${registerId}`,
        [/^broken_chain: epoch 1: the head says seq 2/],
      ],
      [
        'a sale that is not posted',
        () => sql`delete from transactions where transaction_id = ${saleId}`,
        [/^unposted: sale .*it is not posted/, /^unposted: transaction_items/],
      ],
      [
        'a sale out of nowhere',
        () => sql`update transactions set event_id = 'nowhere' where transaction_id = ${saleId}`,
        [/^unposted: .*posted from event nowhere/, /^unposted: .*no event leads to it/],
      ],
      [
        'a total',
        () => sql`update transactions set total_amount = total_amount + 1 where transaction_id = ${saleId}`,
        [/^unbalanced: .*its items sum to/, /^unbalanced: .*its payments sum to/],
      ],
      [
        'an item',
        () => sql`update transaction_items set total = total - 100 where transaction_id = ${saleId} and line_no = 1`,
        [/^unbalanced: .*its items sum to/],
      ],
      [
        'a payment gone',
        () => sql`delete from transaction_payments where payment_no = 2 and transaction_id = ${saleId}`,
        [/^unbalanced/],
      ],
      [
        'a tax',
        () => sql`update transaction_taxes set amount = 0 where transaction_id = ${saleId}`,
        [/^unbalanced: .*its taxes/],
      ],
      [
        'a ledger line',
        () => sql`update ledger_lines set amount = amount + 1 where transaction_id = ${saleId} and line_no = 1`,
        [/^unbalanced: .*its ledger lines sum to 1 instead of 0/],
      ],
      [
        'an offset',
        () => sql`update ledger_offsets set amount = amount + 1 where type = 'APPLY' and transaction_id = ${saleId}`,
        [/^unbalanced: .*applied/],
      ],
      [
        'a level of stock',
        () => sql`update stock_levels set on_hand = on_hand + 1 where variant_id = ${COLA}`,
        [/^unbalanced: stock of demo-be-010/],
      ],
      [
        'a movement of stock',
        () =>
          sql`update stock_movements set quantity = quantity - 1 where variant_id = ${COLA} and register_id = ${registerId}`,
        [/^unbalanced: stock of demo-be-010/],
      ],
      ['a drawer session gone', () => sql`delete from drawer_sessions`, [/^unposted: drawer session/]],
      [
        'a drawer session out of nowhere',
        () => sql`update drawer_sessions set event_id = 'nowhere' where register_id = ${registerId}`,
        [/^unposted: drawer session .*is not there/, /^unposted: .*no event leads to it/],
      ],
      ['a word to people gone', () => sql`delete from attention`, [/^unposted: .*"unknown_staff" is not on the/]],
    ])('%s', async (_name, statement, expected) => {
      const findings = await foundAfter(statement());
      for (const pattern of expected) {
        expect(findings).toContainEqual(expect.stringMatching(pattern));
      }
    });
  });
});
