import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JournalEvent } from '#core/journal/journal-event.ts';
import { MAX_COPY_BYTES, MAX_COPY_CONTENT_BYTES } from '#protocol/copy-limits.ts';
import { copyAnswer, type SealedCopy, sealedCopy } from '#protocol/copy.ts';
import { enrolmentAnswer } from '#protocol/enrolment.ts';
import { attentionList } from '#protocol/attention.ts';
import { registerList } from '#protocol/office.ts';
import { registrationOf } from '#store/registration.ts';
import { sealCopies } from '#store/seal-copy.ts';
import { signIn, type SignedIn } from '#testkit/office.ts';
import { fetchCopyKey, savedCopy } from '#testkit/saved-copy.ts';
import { openTestServer, TEST_DATABASES, type TestServer } from '#testkit/test-server.ts';
import { connectTill, jsonOf, type TestTill, tillOf } from '#testkit/test-till.ts';
import { makeCopyKeys } from './copy-keys.ts';

const COLA = { 'demo-be-010': '1' };
const MADE_AT = '2026-03-14T15:00:00.000Z';

describe.each(TEST_DATABASES)('copies of unsent sales on %s', (kind) => {
  let server: TestServer;
  let manager: SignedIn;
  beforeAll(async () => {
    server = await openTestServer(kind);
    manager = await signIn(server);
  }, 120_000);
  afterAll(() => server.close());

  const bring = (path: string, text: string, headers: Record<string, string>) =>
    server.request(path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: text });
  const byTill = (courier: TestTill, text: string) => bring('/api/v1/pos/copies', text, courier.headers);
  const byOffice = (text: string) => bring('/api/v1/copies', text, manager.headers);
  const taken = async (response: Response) => copyAnswer.parse((await jsonOf(response)).data);
  const refusal = async (response: Response) => ({
    status: response.status,
    type: (await jsonOf(response)).error.type,
  });
  const storedIds = async (till: TestTill) => {
    const rows = await server.deps.database.db
      .selectFrom('journal_events')
      .select('event_id')
      .where('register_id', '=', till.registration.register.register_id)
      .orderBy('epoch')
      .orderBy('seq')
      .execute();
    return rows.map((row) => row.event_id);
  };
  const idsOf = (events: readonly JournalEvent[]) => events.map(({ id }) => id);
  const connectAnew = async (till: TestTill) => {
    const path = `/api/v1/registers/${till.registration.register.register_id}/enrolment_codes`;
    const { data } = await jsonOf(await server.post(path, {}, manager.headers));
    const code: unknown = Reflect.get(Object(data), 'code');
    const answer = await jsonOf(await server.post('/api/v1/pos/enrolments', { code }));
    return tillOf(server, enrolmentAnswer.parse(answer.data));
  };

  test('another till brings what one has not sent, and what that one sends later is a duplicate', async () => {
    const [lost, courier] = [await connectTill(server), await connectTill(server)];
    const events = [lost.openDrawer('50.00'), lost.sell({ quantities: COLA }), lost.sell({ quantities: COLA })];
    const text = await savedCopy(server, lost, events);
    const first = await byTill(courier, text);
    expect(first.status).toBe(200);
    expect(await taken(first)).toEqual({
      register_code: lost.registration.register.code,
      register_name: lost.registration.register.name,
      made_at: MADE_AT,
      events: 3,
      counts: { accepted: 3, duplicate: 0, quarantined: 0, conflict: 0, gap: 0, retry: 0 },
      unproven: false,
    });
    expect((await taken(await byTill(courier, text))).counts).toMatchObject({ accepted: 0, duplicate: 3 });
    expect((await taken(await byOffice(text))).counts).toMatchObject({ accepted: 0, duplicate: 3 });
    expect((await lost.push(events)).results.map(({ status }) => status)).toEqual([
      'duplicate',
      'duplicate',
      'duplicate',
    ]);
    expect(await storedIds(lost)).toEqual(idsOf(events));
  });

  test('several epochs and more than a push may hold go in order', async () => {
    const till = await connectTill(server);
    const events: JournalEvent[] = [];
    for (let opened = 0; opened < 1100; opened += 1) {
      events.push(till.openDrawer('1.00'));
    }
    till.place = { epoch: 2, seq: 1, prevHash: '0'.repeat(64) };
    events.push(till.sell({ quantities: COLA }));
    const answer = await taken(await byTill(till, await savedCopy(server, till, events)));
    expect(answer.counts).toMatchObject({ accepted: 1101, gap: 0 });
    expect(await storedIds(till)).toEqual(idsOf(events));
  });

  test('bringing a copy is no word from its till', async () => {
    const [lost, courier] = [await connectTill(server), await connectTill(server)];
    await byTill(courier, await savedCopy(server, lost, [lost.openDrawer('50.00')]));
    const list = registerList.parse(
      (await jsonOf(await server.request('/api/v1/registers', { headers: manager.headers }))).data,
    );
    const seen = list.find((each) => each.register_id === lost.registration.register.register_id);
    expect(seen?.last_seen_at).toBeNull();
  });

  test('a copy of a till that was connected anew goes to the office, which gets each event raised', async () => {
    const [old, courier] = [await connectTill(server), await connectTill(server)];
    const events = [old.openDrawer('50.00'), old.sell({ quantities: COLA })];
    const text = await savedCopy(server, old, events);
    await connectAnew(old);
    expect(await refusal(await byTill(courier, text))).toEqual({ status: 403, type: 'COPY_UNPROVEN' });
    expect(await storedIds(old)).toEqual([]);
    const answer = await taken(await byOffice(text));
    expect(answer).toMatchObject({ unproven: true, counts: { accepted: 2 } });
    expect(await storedIds(old)).toEqual(idsOf(events));
    const { data } = await jsonOf(await server.request('/api/v1/attention', { headers: manager.headers }));
    const raised = attentionList
      .parse(data)
      .filter((row) => row.kind === 'copy_unproven' && row.register_id === old.registration.register.register_id);
    expect(new Set(raised.map((row) => row.details['seq']))).toEqual(new Set([1, 2]));
    // The same file again raises nothing anew.
    await byOffice(text);
    const again = attentionList.parse(
      (await jsonOf(await server.request('/api/v1/attention', { headers: manager.headers }))).data,
    );
    expect(again.filter((row) => row.kind === 'copy_unproven').length).toBe(raised.length);
  });

  test('what comes after a hole is told as such and stays in the file, to be taken in later', async () => {
    const till = await connectTill(server);
    const [first, second] = [till.openDrawer('50.00'), till.sell({ quantities: COLA })];
    const text = await savedCopy(server, till, [second]);
    expect((await taken(await byTill(till, text))).counts).toMatchObject({ accepted: 0, gap: 1 });
    await till.push([first]);
    expect((await taken(await byTill(till, text))).counts).toMatchObject({ accepted: 1, gap: 0 });
  });

  test('every till of an organisation seals with the same key, also when all ask at once', async () => {
    const tills = await Promise.all([1, 2, 3, 4].map(() => connectTill(server)));
    await server.deps.database.db.deleteFrom('copy_keys').execute();
    const keys = await Promise.all(tills.map((till) => fetchCopyKey(server, till)));
    expect(new Set(keys.map(({ keyId }) => keyId)).size).toBe(1);
    expect(keys[0]?.publicKey).toHaveLength(87);
    await makeCopyKeys(server.deps);
    expect(await server.deps.database.db.selectFrom('copy_keys').select('key_id').execute()).toHaveLength(1);
  });

  test('a copy sealed with an older key is still taken in', async () => {
    const till = await connectTill(server);
    const text = await savedCopy(server, till, [till.openDrawer('50.00')]);
    const [known] = await server.deps.database.db.selectFrom('copy_keys').selectAll().execute();
    const other = await newKeyRow(server);
    await server.deps.database.db
      .insertInto('copy_keys')
      .values({ ...other, created_at: '2026-03-15T00:00:00.000Z' })
      .execute();
    expect((await fetchCopyKey(server, till)).keyId).toBe(other.key_id);
    expect(known?.key_id).not.toBe(other.key_id);
    expect((await taken(await byTill(till, text))).counts).toMatchObject({ accepted: 1 });
    await server.deps.database.db.deleteFrom('copy_keys').where('key_id', '=', other.key_id).execute();
  });

  test('who is neither an enrolled till nor a manager with a session brings nothing', async () => {
    const till = await connectTill(server);
    const text = await savedCopy(server, till, [till.openDrawer('50.00')]);
    expect((await bring('/api/v1/pos/copies', text, {})).status).toBe(401);
    expect((await bring('/api/v1/copies', text, till.headers)).status).toBe(401);
    expect((await bring('/api/v1/copies', text, { cookie: manager.headers.cookie })).status).toBe(403);
    expect((await server.request('/api/v1/pos/copy-key')).status).toBe(401);
    const { db } = server.deps.database;
    await db.updateTable('staff').set({ role: 'supervisor' }).where('staff_id', '=', 'demo-ana').execute();
    const refused = await refusal(await byOffice(text));
    await db.updateTable('staff').set({ role: 'manager' }).where('staff_id', '=', 'demo-ana').execute();
    expect(refused).toEqual({ status: 403, type: 'NOT_ALLOWED' });
    expect(await storedIds(till)).toEqual([]);
  });

  describe('attacked', () => {
    let till: TestTill;
    let events: JournalEvent[];
    let sealed: SealedCopy;
    beforeAll(async () => {
      till = await connectTill(server);
      events = [till.openDrawer('50.00'), till.sell({ quantities: COLA })];
      sealed = sealedCopy.parse(JSON.parse(await savedCopy(server, till, events)));
    });

    const flipped = (text: string, at: number) =>
      text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);

    test('any change of any part breaks the seal, and nothing is stored', async () => {
      const middle = Math.floor(sealed.ciphertext.length / 2);
      const changes: Partial<SealedCopy>[] = [
        { ciphertext: flipped(sealed.ciphertext, 0) },
        { ciphertext: flipped(sealed.ciphertext, middle) },
        { ciphertext: sealed.ciphertext.slice(0, middle) },
        { ciphertext: sealed.ciphertext.slice(0, 8) },
        { ciphertext: sealed.ciphertext.slice(4) },
        { iv: flipped(sealed.iv, 3) },
        { ephemeral_key: flipped(sealed.ephemeral_key, 40) },
        { ephemeral_key: 'A'.repeat(87) },
        { register_code: 'T99' },
        { made_at: '2026-03-15T15:00:00.000Z' },
        { events: 3 },
      ];
      for (const change of changes) {
        const text = JSON.stringify({ ...sealed, ...change });
        expect(await refusal(await byTill(till, text)), JSON.stringify(Object.keys(change))).toEqual({
          status: 400,
          type: 'COPY_DAMAGED',
        });
      }
      expect(await storedIds(till)).toEqual([]);
    });

    test('what is no copy is told so, whatever it is', async () => {
      const text = JSON.stringify(sealed);
      const files = [
        '',
        'null',
        '{}',
        '[]',
        'PK\u0003\u0004 a picture',
        text.slice(0, -5),
        `${text}${text}`,
        JSON.stringify({ ...sealed, v: 2 }),
        JSON.stringify({ ...sealed, extra: 1 }),
        JSON.stringify({ ...sealed, ciphertext: 'ä' }),
        JSON.stringify({ ...sealed, key_id: '\0' }),
        '['.repeat(200_000),
        `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
      ];
      for (const file of files) {
        expect(await refusal(await byTill(till, file)), file.slice(0, 40)).toEqual({
          status: 400,
          type: 'COPY_DAMAGED',
        });
        expect(await refusal(await byOffice(file)), file.slice(0, 40)).toEqual({ status: 400, type: 'COPY_DAMAGED' });
      }
      const bytes = await server.request('/api/v1/pos/copies', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...till.headers },
        body: new Uint8Array([0xff, 0xd8, 0xff, 0xe0]),
      });
      expect(await refusal(bytes)).toEqual({ status: 400, type: 'COPY_DAMAGED' });
    });

    test('a file of another key, another organisation or a register unknown here is told to go elsewhere', async () => {
      const other = { status: 409, type: 'COPY_OF_OTHERS' };
      expect(await refusal(await byTill(till, JSON.stringify({ ...sealed, key_id: 'unknown' })))).toEqual(other);
      const { db } = server.deps.database;
      await db
        .insertInto('organisations')
        .values({ organisation_id: 'rival', name: 'Rival', demo_pins: null })
        .execute();
      const row = { ...(await newKeyRow(server)), organisation_id: 'rival' };
      await db.insertInto('copy_keys').values(row).execute();
      const registration = registrationOf(till.registration);
      const epochs = [{ epoch: 1, items: events }];
      const rival = { keyId: row.key_id, publicKey: row.public_key };
      const [toRival] = await sealCopies({ registration, key: rival, madeAt: MADE_AT }, epochs);
      expect(await refusal(await byTill(till, toRival?.text ?? ''))).toEqual(other);
      expect(await refusal(await byOffice(toRival?.text ?? ''))).toEqual(other);
      const key = await fetchCopyKey(server, till);
      const stranger = { ...registration, registerId: 'nobody' };
      const [ofStranger] = await sealCopies({ registration: stranger, key, madeAt: MADE_AT }, epochs);
      expect(await refusal(await byOffice(ofStranger?.text ?? ''))).toEqual(other);
      expect(await storedIds(till)).toEqual([]);
    });

    test('a till cannot bring events in the name of another one', async () => {
      const victim = await connectTill(server);
      const key = await fetchCopyKey(server, till);
      const swapped = { ...registrationOf(till.registration), registerId: victim.registration.register.register_id };
      const maker = { registration: swapped, key, madeAt: MADE_AT };
      const [file] = await sealCopies(maker, [{ epoch: 1, items: events }]);
      expect(await refusal(await byTill(till, file?.text ?? ''))).toEqual({ status: 403, type: 'COPY_UNPROVEN' });
      // Were they filed in the wrong place, their ids would be taken when the true ones come.
      expect(await refusal(await byOffice(file?.text ?? ''))).toEqual({ status: 400, type: 'COPY_DAMAGED' });
      expect(await storedIds(victim)).toEqual([]);
    });

    test('what a damaged till could not read of itself is quarantined alone, as in a push', async () => {
      const broken = await connectTill(server);
      const [first, second, third, fourth, fifth] = [
        broken.openDrawer('50.00'),
        ...[1, 2, 3, 4].map(() => broken.sell({ quantities: COLA })),
      ] as [JournalEvent, JournalEvent, JournalEvent, JournalEvent, JournalEvent];
      const { id: _id, seq: _seq, ...nameless } = second;
      const elsewhere = { ...fourth, register_id: 'x', epoch: 9 };
      const items = [first, nameless, third, elsewhere, fifth] as JournalEvent[];
      const key = await fetchCopyKey(server, broken);
      const maker = { registration: registrationOf(broken.registration), key, madeAt: MADE_AT };
      const [file] = await sealCopies(maker, [{ epoch: 1, items }]);
      expect((await taken(await byTill(till, file?.text ?? ''))).counts).toMatchObject({ accepted: 3, quarantined: 2 });
      // Sent by the till itself after all, the same texts are known.
      const { results } = await broken.push(items);
      expect(results.map(({ status }) => status)).toEqual([
        'duplicate',
        'quarantined',
        'duplicate',
        'quarantined',
        'duplicate',
      ]);
      expect(await storedIds(broken)).toHaveLength(5);
    });

    test('a hostile till that seals anything at all gets an answer in words or has it quarantined, never a failure', async () => {
      const hostile = await connectTill(server);
      const registration = registrationOf(hostile.registration);
      const key = await fetchCopyKey(server, hostile);
      const nested = (depth: number) => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`) as unknown;
      const odd: unknown[] = [
        null,
        7,
        'x',
        [],
        {},
        { id: 'a' },
        { id: 'a', seq: 0 },
        { id: 'b', seq: 1.5 },
        nested(2000),
      ];
      const bringItems = async (items: unknown[]) => {
        const [file] = await sealCopies({ registration, key, madeAt: MADE_AT }, [
          { epoch: 1, items: items as JournalEvent[] },
        ]);
        return byTill(till, file?.text ?? '');
      };
      for (const item of odd) {
        expect((await bringItems([item])).status, JSON.stringify(item).slice(0, 40)).toBe(200);
      }
      expect((await taken(await bringItems(odd))).counts).toMatchObject({ accepted: 0, retry: 0 });
      const rows = await server.deps.database.db
        .selectFrom('journal_events')
        .select('status')
        .where('register_id', '=', registration.registerId)
        .execute();
      expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(['quarantined']));
    });

    test('more than a file may hold is told to be too large, before and after it is unpacked', async () => {
      const tooLarge = { status: 413, type: 'COPY_TOO_LARGE' };
      const huge = JSON.stringify({ ...sealed, ciphertext: 'A'.repeat(50 * 1024 * 1024) });
      expect(huge.length).toBeGreaterThan(MAX_COPY_BYTES);
      expect(await refusal(await byTill(till, huge))).toEqual(tooLarge);
      const zipped = await server.request('/api/v1/pos/copies', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-encoding': 'gzip', ...till.headers },
        body: new Uint8Array(gzipSync(huge)),
      });
      expect(await refusal(zipped)).toEqual(tooLarge);
      const bomb = { ...events[0], filler: ' '.repeat(MAX_COPY_CONTENT_BYTES) } as unknown as JournalEvent;
      const maker = {
        registration: registrationOf(till.registration),
        key: await fetchCopyKey(server, till),
        madeAt: MADE_AT,
      };
      const [file] = await sealCopies(maker, [{ epoch: 1, items: [bomb] }]);
      expect(file?.text.length).toBeLessThan(200_000);
      expect(await refusal(await byTill(till, file?.text ?? ''))).toEqual(tooLarge);
      expect(await storedIds(till)).toEqual([]);
    });

    test('no secret of the till stands in the file', () => {
      const text = JSON.stringify(sealed);
      expect(text).not.toContain(till.registration.device_token);
      expect(text).not.toContain(Buffer.from(till.registration.device_token).toString('base64url').slice(2, 30));
      expect(text).not.toContain('transaction');
    });

    test('after all of that, the honest file is taken in', async () => {
      expect((await taken(await byTill(till, JSON.stringify(sealed)))).counts).toMatchObject({ accepted: 2 });
      expect(await storedIds(till)).toEqual(idsOf(events));
    });
  });
});

/** A key pair of the demo shop, made by another server. */
async function newKeyRow(server: TestServer) {
  const other = await openTestServer('sqlite');
  try {
    await makeCopyKeys({ ...other.deps, randomBytes: server.deps.randomBytes });
    return await other.deps.database.db.selectFrom('copy_keys').selectAll().executeTakeFirstOrThrow();
  } finally {
    await other.close();
  }
}
