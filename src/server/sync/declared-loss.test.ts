import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type AttentionEntry, attentionDetail, attentionList, postAnswer } from '#protocol/attention.ts';
import { metricsText } from '#server/operations/metrics.ts';
import { compareServer } from '#server/operations/rebuild-server.ts';
import { verifyServer } from '#server/operations/verify-server.ts';
import { type SignedIn, signIn } from '#testkit/office.ts';
import { openTestServer, TEST_DATABASES, type TestServer } from '#testkit/test-server.ts';
import { connectTill, jsonOf, type TestTill } from '#testkit/test-till.ts';

const COLA = 'demo-be-010';

const placeOf = ({ details }: AttentionEntry) => Number(details['seq'] ?? details['lost_from']);

describe.each(TEST_DATABASES)('numbers that are lost on both sides, on %s', (kind) => {
  let server: TestServer;
  let office: SignedIn;
  let till: TestTill;
  beforeAll(async () => {
    server = await openTestServer(kind);
    office = await signIn(server);
  }, 120_000);
  afterAll(() => server.close());
  beforeEach(async () => {
    till = await connectTill(server);
  });

  const sell = () => till.sell({ quantities: { [COLA]: '1' } });
  const sales = (count: number) => Array.from({ length: count }, sell);
  const registerId = () => till.registration.register.register_id;
  const statusesOf = async (items: readonly unknown[], change?: object) =>
    (await till.push(items, change)).results.map(({ status }) => status);
  const entries = async (which: string): Promise<AttentionEntry[]> => {
    const path = `/api/v1/attention?register_id=${registerId()}&kind=${which}`;
    const found = attentionList.parse((await jsonOf(await server.request(path, office))).data);
    // Those that came with one push have one time.
    return found.toSorted((a, b) => placeOf(a) - placeOf(b));
  };
  const detailsOf = async (which: string) => (await entries(which)).map(({ details }) => details);
  const decide = async (entry: AttentionEntry | undefined, decision: 'post' | 'same_sale') => {
    const path = `/api/v1/attention/${entry?.attention_id ?? ''}/copy`;
    const answer = await server.post(path, { decision, note: null }, office.headers);
    return postAnswer.parse((await jsonOf(answer)).data);
  };
  const detailOf = async (entry: AttentionEntry | undefined) => {
    const path = `/api/v1/attention/${entry?.attention_id ?? ''}`;
    return attentionDetail.parse((await jsonOf(await server.request(path, office))).data);
  };
  const posted = async () => {
    const rows = await server.deps.database.db
      .selectFrom('transactions')
      .select('transaction_number')
      .where('register_id', '=', registerId())
      .orderBy('transaction_number')
      .execute();
    return rows.map((row) => row.transaction_number);
  };
  const missing = async () => {
    const line = (await metricsText(server.deps))
      .split('\n')
      .find(
        (each) =>
          each.startsWith('mostrador_register_missing_events') && each.includes(till.registration.register.code),
      );
    return Number(line?.split(' ').at(-1));
  };
  const isSound = async () => {
    const { db } = server.deps.database;
    expect((await verifyServer(db)).findings).toEqual([]);
    expect(await compareServer(db, () => undefined)).toMatchObject({ differences: 0 });
  };
  const numbersOf = (events: readonly ReturnType<typeof sell>[]) => events.map(({ body }) => body.transaction_number);

  /** Two that are here, three that are lost, four that the till still has. */
  async function lose() {
    const before = sales(2);
    await till.push(before);
    const lost = sales(3);
    return { before, lost, after: sales(4) };
  }

  test('what came after them is kept beside the chain, told once, and is no gap any more', async () => {
    const { after } = await lose();
    expect(await statusesOf(after)).toEqual(['gap', 'gap', 'gap', 'gap']);
    expect(await missing()).toBe(6);
    const answer = await till.push(after.slice(0, 2), { lost_through: 5 });
    expect(answer.results.map(({ status }) => status)).toEqual(['conflict', 'conflict']);
    expect(answer.high_water).toMatchObject({ seq: 2 });
    // Also without a word, as the rest of a stream that is kept already; and the same again adds nothing.
    expect(await statusesOf(after.slice(2))).toEqual(['conflict', 'conflict']);
    expect(await statusesOf(after, { lost_through: 5 })).toEqual(['conflict', 'conflict', 'conflict', 'conflict']);
    expect(await missing()).toBe(0);
    const loss = { epoch: 1, lost_from: 3, lost_through: 5 };
    expect(await detailsOf('numbers_lost')).toEqual([{ ...loss, kept_events: 4 }]);
    expect(await detailsOf('after_loss')).toMatchObject(
      after.map(({ seq, body }) => ({ ...loss, seq, transaction_number: body.transaction_number })),
    );
    expect(await detailsOf('conflict')).toEqual([]);
    await isSound();
  });

  test('a person posts them, each once, with the number that its customer holds', async () => {
    const { before, after } = await lose();
    await till.push(after, { lost_through: 5 });
    const kept = await entries('after_loss');
    for (const entry of kept) {
      expect(await decide(entry, 'post')).toMatchObject({ posted: true });
      expect(await decide(entry, 'post')).toMatchObject({ posted: false });
    }
    expect(await posted()).toEqual(numbersOf([...before, ...after]));
    expect(await entries('number_repeats')).toEqual([]);
    const detail = await detailOf(kept[0]);
    expect(detail).toMatchObject({ status: 'done', source_status: 'posted' });
    expect(JSON.parse(detail.raw ?? '')).toEqual(after[0]);
    await isSound();
  });

  test('more than one hole: each is told with its own numbers', async () => {
    const { after } = await lose();
    sales(1);
    const later = sales(2);
    await till.push(after, { lost_through: 5 });
    expect(await statusesOf(later, { lost_through: 10 })).toEqual(['conflict', 'conflict']);
    expect(await detailsOf('numbers_lost')).toEqual([
      { epoch: 1, lost_from: 3, lost_through: 5, kept_events: 4 },
      { epoch: 1, lost_from: 10, lost_through: 10, kept_events: 2 },
    ]);
  });

  test('a damaged event among them holds up nothing', async () => {
    const { after } = await lose();
    const [first, second, ...rest] = after;
    const items = [first, { ...second, actor: 'bob', prev_hash: 'a'.repeat(64) }, ...rest];
    expect(await statusesOf(items, { lost_through: 5 })).toEqual(['conflict', 'conflict', 'conflict', 'conflict']);
    expect(await detailsOf('numbers_lost')).toMatchObject([{ kept_events: 4 }]);
    expect(await statusesOf(items, { lost_through: 5 })).toEqual(['conflict', 'conflict', 'conflict', 'conflict']);
    expect(await detailsOf('numbers_lost')).toMatchObject([{ kept_events: 4 }]);
  });

  test.each([null, 'all', -1, 0, 4, 1.5, 1e300, { seq: 5 }])('a declaration of %j is as good as none', async (said) => {
    const { after } = await lose();
    expect(await statusesOf(after, { lost_through: said })).toEqual(['gap', 'gap', 'gap', 'gap']);
    expect(await entries('numbers_lost')).toEqual([]);
    expect(await statusesOf([], { lost_through: said }).catch(() => 'refused')).toBe('refused');
  });

  describe('declared by a till that has not lost them, or by its clone', () => {
    test('the head stands, the honest events go on from there, and the copies of those that arrive are done with', async () => {
      const { before, lost, after } = await lose();
      await till.push(after, { lost_through: 5 });
      expect(await statusesOf(lost)).toEqual(['accepted', 'accepted', 'accepted']);
      const answer = await till.push(after);
      expect(answer.results.map(({ status }) => status)).toEqual(after.map(() => 'accepted'));
      expect(answer.high_water).toMatchObject({ seq: 9 });
      expect(await statusesOf(sales(1))).toEqual(['accepted']);
      const kept = await entries('after_loss');
      expect(kept.map(({ status }) => status)).toEqual(after.map(() => 'done'));
      const detail = await detailOf(kept[0]);
      expect(detail).toMatchObject({ source_status: 'same_sale', steps: [{ action: 'same_sale', taken_by: null }] });
      const again = await decide(kept[0], 'post');
      expect(again).toMatchObject({ posted: false, reason: expect.stringMatching(/^posted: /) });
      expect((await posted()).slice(0, 9)).toEqual(numbersOf([...before, ...lost, ...after]));
      await isSound();
    });

    test('what was posted from a copy is not posted again when it finds its place after all', async () => {
      const { before, lost, after } = await lose();
      await till.push(after, { lost_through: 5 });
      for (const entry of await entries('after_loss')) {
        await decide(entry, 'post');
      }
      const next = sell();
      expect(await statusesOf([...lost, ...after, next])).toEqual([
        ...lost.map(() => 'accepted'),
        ...after.map(() => 'quarantined'),
        'accepted',
      ]);
      expect(await posted()).toEqual(numbersOf([...before, ...lost, ...after, next]));
      await isSound();
    });

    test("a clone's own events come to stand beside the honest chain", async () => {
      const { lost, after } = await lose();
      const place = { ...till.place };
      till.place = { ...place, seq: 6, prevHash: 'c'.repeat(64) };
      const cloned = sales(3);
      till.place = place;
      expect(await statusesOf(cloned, { lost_through: 5 })).toEqual(['conflict', 'conflict', 'conflict']);
      expect(await statusesOf([...lost, ...after], { lost_through: 2 })).toEqual(
        [...lost, ...after].map(() => 'accepted'),
      );
      expect(await statusesOf(cloned, { lost_through: 9e15 })).toEqual(['conflict', 'conflict', 'conflict']);
      expect(await statusesOf(sales(2), { lost_through: 9e15 })).toEqual(['accepted', 'accepted']);
      await isSound();
    });
  });
});
