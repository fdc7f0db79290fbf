import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { enrolmentAnswer } from '#protocol/enrolment.ts';
import { sha256Hex } from '#server/http/secrets.ts';
import { signIn, type SignedIn } from '#testkit/office.ts';
import { openTestServer, TEST_DATABASES, type TestServer } from '#testkit/test-server.ts';
import { connectTill, jsonOf, tillOf } from '#testkit/test-till.ts';

const MINUTE = 60_000;

describe.each(TEST_DATABASES)('connecting a device on %s', (kind) => {
  let server: TestServer;
  let manager: SignedIn;
  beforeAll(async () => {
    server = await openTestServer(kind);
    manager = await signIn(server);
  }, 120_000);
  afterAll(() => server.close());

  const enrol = async (body: unknown) => server.post('/api/v1/pos/enrolments', body);
  const registers = async () =>
    (await jsonOf(await server.request('/api/v1/registers', { headers: manager.headers }))).data;
  const codeFor = async (registerId: string) => {
    const { data } = await jsonOf(
      await server.post(`/api/v1/registers/${registerId}/enrolment_codes`, {}, manager.headers),
    );
    return data as { code: string; expires_at: string };
  };

  test('demo guests get the free registers in order, then new ones, each its own, also all at once', async () => {
    const tills = await Promise.all([1, 2, 3, 4, 5].map(() => connectTill(server)));
    expect(tills.map((till) => till.registration.register.code).sort()).toEqual(['T01', 'T02', 'T03', 'T04', 'T05']);
    expect(new Set(tills.map((till) => till.registration.device_token)).size).toBe(5);
    const { registration } = await connectTill(server);
    expect(registration).toMatchObject({
      organisation: { organisation_id: 'demo', name: 'Súper La Esquina' },
      local: { local_id: 'demo-el-cangrejo', time_zone: 'America/Panama', currency: 'USD' },
      register: { code: 'T06', name: 'Caja 6' },
      epoch: 1,
    });
    expect(registration.demo_pins).toContainEqual({ staff_id: 'demo-maria', pin: '4827' });
  });

  test('the token is kept as a hash only', async () => {
    const { registration } = await connectTill(server);
    const row = await server.deps.database.db
      .selectFrom('registers')
      .selectAll()
      .where('register_id', '=', registration.register.register_id)
      .executeTakeFirstOrThrow();
    expect(row.device_token_hash).toBe(sha256Hex(registration.device_token));
    expect(JSON.stringify(row)).not.toContain(registration.device_token);
  });

  test('a code makes another device the register: a new epoch, a new token, and the old token is no longer known', async () => {
    const old = await connectTill(server);
    const sold = old.sell({ quantities: { 'demo-be-010': '1' } });
    await old.push([sold]);
    const { code, expires_at: expiresAt } = await codeFor(old.registration.register.register_id);
    expect(code).toMatch(/^[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}$/);
    expect(Date.parse(expiresAt) - server.clock.now).toBe(10 * MINUTE);
    const response = await enrol({ code });
    expect(response.status).toBe(201);
    const registration = enrolmentAnswer.parse((await jsonOf(response)).data);
    expect(registration.register).toEqual(old.registration.register);
    expect(registration.epoch).toBe(2);
    const refused = await old.send([old.sell({ quantities: { 'demo-be-010': '1' } })]);
    expect(refused.status).toBe(401);
    const renewed = await tillOf(server, registration);
    expect((await renewed.push([renewed.sell({ quantities: { 'demo-be-010': '1' } })])).high_water).toMatchObject({
      epoch: 2,
      seq: 1,
    });
  });

  test('what the device before said it still held is noted for a person, with the numbers that never came', async () => {
    const old = await connectTill(server);
    const id = old.registration.register.register_id;
    const sold = old.sell({ quantities: { 'demo-be-010': '1' } });
    await old.push([sold], { unsent: { events: 3, oldest_sold_at: '2026-03-14T14:00:00.000Z' } });
    const enrolAgain = async () => enrol({ code: (await codeFor(id)).code });
    const noted = () =>
      server.deps.database.db
        .selectFrom('attention')
        .select(['kind', 'details'])
        .where('register_id', '=', id)
        .where('kind', '=', 'left_behind')
        .execute();
    await enrolAgain();
    const [entry, ...more] = await noted();
    expect(more).toEqual([]);
    expect(JSON.parse(entry?.details ?? '')).toMatchObject({
      epoch: 1,
      first_number: 2,
      last_number: 4,
      oldest_sold_at: '2026-03-14T14:00:00.000Z',
    });
    // The new device has said nothing of the kind.
    await enrolAgain();
    expect(await noted()).toHaveLength(1);
  });

  test('a code works once, only within ten minutes, and only as it was given', async () => {
    const { registration } = await connectTill(server);
    const id = registration.register.register_id;
    const used = await codeFor(id);
    const statuses = (await Promise.all([enrol({ code: used.code }), enrol({ code: used.code })])).map(
      (response) => response.status,
    );
    expect(new Set(statuses)).toEqual(new Set([201, 404]));
    const late = await codeFor(id);
    server.clock.now += 10 * MINUTE;
    const response = await enrol({ code: late.code });
    expect(response.status).toBe(404);
    expect((await jsonOf(response)).error).toMatchObject({ code: 'POS-9202', type: 'ENROLMENT_CODE_NOT_VALID' });
    expect((await enrol({ code: 'ABCD-EFGH' })).status).toBe(404);
  });

  test('a device that cannot become another register refuses the code of one, which stays as good as it was', async () => {
    const till = await connectTill(server);
    const mine = till.registration.register.register_id;
    const only = (registerId: string) => ({ organisation_id: 'demo', register_id: registerId });
    const { registration: other } = await connectTill(server);
    const { code } = await codeFor(other.register.register_id);
    const refused = await enrol({ code, only: only(mine) });
    expect(refused.status).toBe(409);
    expect((await jsonOf(refused)).error).toMatchObject({ code: 'POS-9204', type: 'CODE_OF_ANOTHER_REGISTER' });
    expect(
      (await enrol({ code, only: { ...only(other.register.register_id), organisation_id: 'another' } })).status,
    ).toBe(409);
    const stillThere = await tillOf(server, other);
    expect((await stillThere.push([stillThere.sell({ quantities: { 'demo-be-010': '1' } })])).high_water.seq).toBe(1);
    expect((await enrol({ code, only: only(other.register.register_id) })).status).toBe(201);
    const own = await codeFor(mine);
    expect((await enrol({ code: own.code, only: only(mine) })).status).toBe(201);
  });

  test('what is neither a code nor a demo guest is refused', async () => {
    for (const body of [{}, { code: 'abcd-efgh' }, { demo: false }, { demo: true, extra: 1 }, { code: 7 }, [], null]) {
      const response = await enrol(body);
      expect(response.status).toBe(400);
      expect((await jsonOf(response)).error.type).toBe('INVALID_REQUEST');
    }
  });

  test('the office sees its registers and when each was last heard of', async () => {
    const till = await connectTill(server);
    const mine = (list: unknown) =>
      (list as { register_id: string }[]).find((each) => each.register_id === till.registration.register.register_id);
    expect(mine(await registers())).toMatchObject({ enrolled: true, epoch: 1, last_seen_at: null });
    await till.push([till.sell({ quantities: { 'demo-be-010': '1' } })]);
    expect(mine(await registers())).toMatchObject({ last_seen_at: new Date(server.clock.now).toISOString() });
  });

  test('only a manager signed in to the office makes codes, and only for registers of the own organisation', async () => {
    const { registration } = await connectTill(server);
    const path = `/api/v1/registers/${registration.register.register_id}/enrolment_codes`;
    expect((await server.post(path, {})).status).toBe(401);
    const { headers } = manager;
    const { 'x-csrf-token': _token, ...withoutProof } = headers;
    expect((await server.post(path, {}, withoutProof)).status).toBe(403);
    expect((await server.post('/api/v1/registers/nobody/enrolment_codes', {}, headers)).status).toBe(404);
    await server.deps.database.db
      .updateTable('staff')
      .set({ role: 'supervisor' })
      .where('staff_id', '=', 'demo-ana')
      .execute();
    const refused = await server.post(path, {}, headers);
    await server.deps.database.db
      .updateTable('staff')
      .set({ role: 'manager' })
      .where('staff_id', '=', 'demo-ana')
      .execute();
    expect(refused.status).toBe(403);
    expect((await jsonOf(refused)).error.type).toBe('NOT_ALLOWED');
  });

  test('guessing is slowed down for the one who guesses, not for others', async () => {
    const guess = (address: string) =>
      server.request('/api/v1/pos/enrolments', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code: 'ZZZZ-ZZZZ' }),
        address,
      });
    const statuses: number[] = [];
    for (let tried = 0; tried < 61; tried += 1) {
      statuses.push((await guess('guesser')).status);
    }
    expect(statuses.slice(0, 60)).toEqual(Array(60).fill(404));
    const stopped = await guess('guesser');
    expect([statuses[60], stopped.status]).toEqual([429, 429]);
    expect(Number(stopped.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await guess('somebody else')).status).toBe(404);
  });
});

describe.each(TEST_DATABASES)('a server without a demo shop on %s', (kind) => {
  test('says so to a demo guest', async () => {
    const server = await openTestServer(kind, { demo: false });
    const response = await server.post('/api/v1/pos/enrolments', { demo: true });
    expect(response.status).toBe(404);
    expect((await jsonOf(response)).error.type).toBe('NO_DEMO_SHOP');
    await server.close();
  }, 120_000);
});
